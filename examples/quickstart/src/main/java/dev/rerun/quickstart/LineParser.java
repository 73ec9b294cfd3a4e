package dev.rerun.quickstart;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Turns the records of one file into invoice lines, or says what is wrong with them and where. */
final class LineParser {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern CUSTOMER = Pattern.compile("([0-9]{1,18})(\\.0)?");
    // Bounded, so that every amount fits into the register.
    private static final Pattern PRICE = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,8})?");
    private static final int LONGEST_TEXT = 200;

    /** The columns that a file must have, in any order; others are not looked at. */
    enum Column {
        INVOICE_NO("InvoiceNo"),
        STOCK_CODE("StockCode"),
        DESCRIPTION("Description"),
        QUANTITY("Quantity"),
        INVOICE_DATE("InvoiceDate"),
        UNIT_PRICE("UnitPrice"),
        CUSTOMER_ID("CustomerID"),
        COUNTRY("Country");

        private final String title;

        Column(String title) {
            this.title = title;
        }
    }

    private final String file;
    private final Map<Column, Integer> places = new EnumMap<>(Column.class);
    private int width;
    private @Nullable Instant previous;
    private long number;
    private long lineOfFile;

    LineParser(String file) {
        this.file = file;
    }

    boolean headerMissing() {
        return width == 0;
    }

    void header(CSVRecord titles) {
        Map<String, Integer> found = new HashMap<>();
        for (int place = 0; place < titles.size(); place++) {
            if (found.put(titles.get(place), place) != null) {
                throw new InvalidInvoiceFileException(
                        file + ", header: column " + titles.get(place) + " appears twice; it may appear once");
            }
        }
        for (Column column : Column.values()) {
            Integer place = found.get(column.title);
            if (place == null) {
                throw new InvalidInvoiceFileException(file + ", header: column " + column.title
                        + " is missing; the first line must name the columns, but was " + List.of(titles.values()));
            }
            places.put(column, place);
        }
        width = titles.size();
    }

    InvoiceLine line(long dataLine, long fileLine, CSVRecord fields) {
        number = dataLine;
        lineOfFile = fileLine;
        if (fields.size() != width) {
            throw new InvalidInvoiceFileException(where() + ": has " + fields.size() + " fields instead of " + width
                    + ", in " + List.of(fields.values()));
        }
        String invoice = name(fields, Column.INVOICE_NO);
        if (invoice.isBlank()) {
            throw bad(Column.INVOICE_NO, invoice, "give the invoice's number");
        }
        return new InvoiceLine(
                dataLine,
                invoice,
                name(fields, Column.STOCK_CODE),
                text(fields, Column.DESCRIPTION),
                quantity(text(fields, Column.QUANTITY)),
                time(text(fields, Column.INVOICE_DATE)),
                price(text(fields, Column.UNIT_PRICE)),
                customer(text(fields, Column.CUSTOMER_ID)),
                name(fields, Column.COUNTRY));
    }

    private String text(CSVRecord fields, Column column) {
        return fields.get(Objects.requireNonNull(places.get(column)));
    }

    private String name(CSVRecord fields, Column column) {
        String text = text(fields, column);
        if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw bad(column, text, "give at most " + LONGEST_TEXT + " characters, without tabs and line breaks");
        }
        return text;
    }

    private int quantity(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw bad(Column.QUANTITY, text, "give a whole number");
        }
    }

    private BigDecimal price(String text) {
        if (!PRICE.matcher(text).matches()) {
            throw bad(Column.UNIT_PRICE, text, "give a number such as 2.55");
        }
        return new BigDecimal(text);
    }

    private Instant time(String text) {
        Instant time;
        try {
            time = LocalDateTime.parse(text, DATE).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw bad(Column.INVOICE_DATE, text, "give a date and time such as 2011-09-01 08:26:00");
        }
        // The sequence of a customer's lines is by time; a file in another order would mean another sequence.
        if (previous != null && time.isBefore(previous)) {
            throw bad(Column.INVOICE_DATE, text, "it is before the line above it; sort the file by InvoiceDate");
        }
        previous = time;
        return time;
    }

    private String customer(String text) {
        if (text.isEmpty()) {
            return text;
        }
        if (!CUSTOMER.matcher(text).matches()) {
            throw bad(Column.CUSTOMER_ID, text, "give a number such as 17850.0, or nothing for a guest");
        }
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private InvalidInvoiceFileException bad(Column column, String value, String remedy) {
        return new InvalidInvoiceFileException(
                where() + ", column " + column.title + ": '" + value + "' is not valid; " + remedy);
    }

    private String where() {
        return file + ", data line " + number + " (line " + lineOfFile + " of the file)";
    }
}
