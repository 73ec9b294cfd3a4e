package dev.rerun.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes the bundled sample: invented customers, articles and prices in the columns of the real data set. The same seed
 * always makes the same text. To make it again, run {@code main} with the path of the file.
 */
final class SampleGenerator {
    static final long SEED = 20111209;
    /** The last invoice may go a little beyond. */
    static final int LINES = 3_200;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final LocalDateTime START = LocalDateTime.parse("2011-06-01T08:00:00");

    /** Before this day there is a line every hundred minutes or so, after it, towards Christmas, three times as many. */
    private static final LocalDateTime BUSY_FROM = LocalDateTime.parse("2011-10-24T00:00:00");

    /** Instants at which a rule begins or ends; a line stands at each of them exactly. */
    private static final List<LocalDateTime> BOUNDARIES = List.of(
            LocalDateTime.parse("2011-09-01T00:00:00"),
            LocalDateTime.parse("2011-10-01T00:00:00"),
            LocalDateTime.parse("2011-10-26T00:00:00"),
            LocalDateTime.parse("2011-11-01T00:00:00"),
            LocalDateTime.parse("2011-11-15T00:00:00"));

    /** Customers of the United Kingdom; of both lists some are divisible by 7, some by 100, and 20300 and 21000 by both. */
    private static final List<String> UK = List.of(
            "20101", "20200", "20213", "20300", "20307", "20311", "20411", "20500", "20517", "20621", "20622", "20701",
            "20809", "20903", "21000", "21014", "21107", "21205");

    private static final List<String> EXPORT = List.of("22001", "22100", "22148", "22200", "22303", "22407");
    private static final List<String> COUNTRIES =
            List.of("Germany", "France", "EIRE", "Norway", "Côte d'Ivoire", "Netherlands");

    /** Those who buy enough to pass the monthly thresholds. */
    private static final List<String> LARGE = List.of("20213", "20307", "20300");

    private static final String INVOICED = "20307";
    private static final List<String> ARTICLES = List.of(
            "PAPER STAR GARLAND",
            "TIN \"BISCUITS\", ROUND",
            "WOODEN NUTCRACKER",
            "CANDLE, PACK OF 6",
            "ENAMEL MUG BLUE",
            "LINEN TEA TOWEL",
            "FELT REINDEER",
            "GLASS BAUBLE £1 RANGE",
            "JAM JAR LABELS",
            "KNITTED BOTTLE COVER",
            "BRASS BELL",
            "RAG RUG SMALL");
    private static final List<String> PRICES =
            List.of("1.25", "3.75", "12.5", "4.95", "2.1", "5.45", "0.85", "0.42", "0.001", "7.65", "16.95", "24.99");

    private record Sale(String customer, String country, int article, int quantity) {}

    private final Random random = new Random(SEED);
    private final StringBuilder text = new StringBuilder();
    private final List<Sale> sales = new ArrayList<>();
    private final List<Sale> toCancelLate = new ArrayList<>();
    private LocalDateTime time = START;
    private int invoice = 600_000;
    private int line = 1;

    static String generate() {
        SampleGenerator generator = new SampleGenerator();
        generator.text.append("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n");
        while (generator.line <= LINES) {
            generator.invoice();
        }
        return generator.text.toString();
    }

    private void invoice() {
        invoice++;
        int kind = random.nextInt(100);
        boolean holdsEditedLine = line % 1_000 > 990 || line % 1_000 == 0;
        if (!holdsEditedLine && line > 2_900 && !toCancelLate.isEmpty()) {
            Sale sale = toCancelLate.remove(0);
            cancellation(sale, sale.quantity());
        } else if (!holdsEditedLine && kind < 5 && !sales.isEmpty()) {
            cancellationOfSomeSale();
        } else if (!holdsEditedLine && kind < 15) {
            for (int lines = 1 + random.nextInt(4); lines > 0; lines--) {
                int article = random.nextInt(ARTICLES.size());
                line(Integer.toString(invoice), article, 1 + random.nextInt(12), price(article), "", "United Kingdom");
            }
        } else if (!holdsEditedLine && kind < 18) {
            notBillable();
        } else {
            sale(holdsEditedLine);
        }
    }

    private void sale(boolean holdsEditedLine) {
        String customer;
        String country = "United Kingdom";
        if (holdsEditedLine) {
            customer = line > 2_500 ? "20213" : INVOICED;
        } else if (random.nextInt(100) < 18) {
            int place = random.nextInt(EXPORT.size());
            customer = EXPORT.get(place);
            country = COUNTRIES.get(place);
        } else {
            customer = random.nextInt(100) < 30 ? pick(LARGE) : pick(UK);
        }
        for (int lines = 1 + random.nextInt(7); lines > 0 || (holdsEditedLine && line % 1_000 != 1); lines--) {
            int article = random.nextInt(ARTICLES.size());
            int quantity = LARGE.contains(customer) ? 12 + random.nextInt(48) : 1 + random.nextInt(24);
            if (line % 1_000 == 0) {
                // More than anyone else ever buys, so that its cancellation finds this sale and no other.
                quantity = 240;
                toCancelLate.add(new Sale(customer, country, article, quantity));
            } else {
                sales.add(new Sale(customer, country, article, quantity));
            }
            line(Integer.toString(invoice), article, quantity, price(article), customer, country);
        }
    }

    /** Mostly of the last few hundred sales, in full or in part; now and then twice, or of more than was ever sold. */
    private void cancellationOfSomeSale() {
        int reach = Math.min(sales.size(), random.nextInt(5) == 0 ? 1_500 : 200);
        Sale sale = sales.get(sales.size() - 1 - random.nextInt(reach));
        int quantity = random.nextBoolean() ? sale.quantity() : 1 + random.nextInt(sale.quantity());
        int way = random.nextInt(8);
        cancellation(sale, way == 0 ? 5_000 : quantity);
        if (way == 1) {
            invoice++;
            cancellation(sale, quantity);
        }
    }

    private void cancellation(Sale sale, int quantity) {
        line("C" + invoice, sale.article(), -quantity, price(sale.article()), sale.customer(), sale.country());
    }

    private void notBillable() {
        int article = random.nextInt(ARTICLES.size());
        String number = Integer.toString(invoice);
        switch (random.nextInt(3)) {
            case 0 -> line(number, article, 1 + random.nextInt(5), "0.0", pick(UK), "United Kingdom");
            case 1 -> line(number, article, -1 - random.nextInt(5), price(article), pick(UK), "United Kingdom");
            default -> line("C" + number, article, 1 + random.nextInt(5), price(article), pick(UK), "United Kingdom");
        }
    }

    private void line(String number, int article, int quantity, String price, String customer, String country) {
        String description = ARTICLES.get(article);
        boolean quoted = description.contains(",") || description.contains("\"");
        text.append(String.join(
                        ",",
                        number,
                        "Q" + (1001 + article) + (article % 4 == 3 ? "b" : ""),
                        quoted ? '"' + description.replace("\"", "\"\"") + '"' : description,
                        Integer.toString(quantity),
                        DATE.format(time),
                        price,
                        customer.isEmpty() ? "" : customer + ".0",
                        country))
                .append('\n');
        line++;
        pass();
    }

    private void pass() {
        int most = time.isBefore(BUSY_FROM) ? 17_800 : 7_850;
        LocalDateTime next = time.plus(Duration.ofSeconds(random.nextInt(4) == 0 ? 0 : random.nextInt(most)));
        for (LocalDateTime boundary : BOUNDARIES) {
            if (time.isBefore(boundary) && next.isAfter(boundary)) {
                next = boundary;
            }
        }
        time = next;
    }

    private String price(int article) {
        return PRICES.get(article);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(Arrays.asList(args).get(0)), generate());
    }
}
