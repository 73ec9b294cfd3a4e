package dev.rerun.quickstart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The scenario once more, straight from its description: one thread, plain lists and loops, no database, nothing shared
 * with the plug-in. What the quickstart computes is compared with this.
 */
final class NaiveScenario {
    private static final BigDecimal EDITED = new BigDecimal("99.99");

    /** Everything that the runnable scenario lets one choose. */
    record Settings(
            Instant now,
            int retentionDays,
            Instant cutoff,
            @Nullable Instant until,
            Instant ukV2From,
            Instant exportV2From,
            int invoicedModulus,
            Instant invoicedBefore,
            int uiModulus,
            Instant uiAt,
            int editModulus) {
        static Settings defaults() {
            return new Settings(
                    Instant.parse("2011-12-10T00:00:00Z"),
                    45,
                    Instant.parse("2011-09-01T00:00:00Z"),
                    null,
                    Instant.parse("2011-10-01T00:00:00Z"),
                    Instant.parse("2011-11-01T00:00:00Z"),
                    7,
                    Instant.parse("2011-11-15T00:00:00Z"),
                    100,
                    Instant.parse("2011-11-20T12:00:00Z"),
                    1000);
        }
    }

    /** One line of the file; the customer is null for guests. */
    record Row(
            int line,
            String invoice,
            String stock,
            int quantity,
            Instant time,
            BigDecimal price,
            @Nullable String customer,
            String country) {}

    private static final class Item {
        final String key;
        final @Nullable Row row;
        final String kind;
        final Instant time;
        final int units;
        BigDecimal amount;
        int refersToLine;
        boolean invoiced;
        boolean byRerun;

        Item(String key, @Nullable Row row, String kind, Instant time, BigDecimal amount, int units) {
            this.key = key;
            this.row = row;
            this.kind = kind;
            this.time = time;
            this.amount = amount;
            this.units = units;
        }
    }

    private final Settings settings;
    private final List<Row> rows;
    private final Map<String, List<Item>> register = new LinkedHashMap<>();
    private final Map<String, List<Item>> beforeItems = new LinkedHashMap<>();
    private boolean rerunning;

    final Map<String, Integer> firstCounts = new TreeMap<>();
    final Map<String, Integer> rerunCounts = new TreeMap<>();
    final Map<String, Integer> keptCounts = new TreeMap<>();
    int deleted;
    int queued;
    List<String> first = List.of();
    List<String> before = List.of();
    List<String> after = List.of();

    NaiveScenario(Settings settings, List<Row> rows) {
        this.settings = settings;
        this.rows = rows;
    }

    NaiveScenario run() {
        for (Row row : rows) {
            if (row.customer == null) {
                count(firstCounts, "no-contract");
            } else {
                count(firstCounts, calculate(row, row.customer));
            }
        }
        first = answer();
        beforeTheRerun();
        before = answer();
        register.forEach((customer, items) -> beforeItems.put(customer, new ArrayList<>(items)));
        rerun();
        after = answer();
        return this;
    }

    private void beforeTheRerun() {
        Set<String> customers = new TreeSet<>();
        for (Row row : rows) {
            if (row.customer != null) {
                customers.add(row.customer);
            }
        }
        for (String customer : customers) {
            List<Item> items = register.computeIfAbsent(customer, key -> new ArrayList<>());
            for (Item item : items) {
                if (Long.parseLong(customer) % settings.invoicedModulus == 0
                        && item.time.isBefore(settings.invoicedBefore)) {
                    item.invoiced = true;
                }
                if (item.row != null && item.kind.equals("commission") && item.row.line % settings.editModulus == 0) {
                    item.amount = EDITED;
                }
            }
            if (Long.parseLong(customer) % settings.uiModulus == 0) {
                items.add(new Item("ui:" + customer, null, "ui", settings.uiAt, new BigDecimal("25.00"), 1));
            }
        }
    }

    private void rerun() {
        rerunning = true;
        delete();
        for (Row row : rows) {
            if (isSelected(row)) {
                queued++;
                count(rerunCounts, calculate(row, String.valueOf(row.customer)));
            }
        }
    }

    /** What the register holds after a rerun that was cancelled when it had calculated just some of the lines. */
    List<String> cancelled(BitSet done) {
        register.clear();
        beforeItems.forEach((customer, items) -> register.put(customer, new ArrayList<>(items)));
        List<Item> taken = delete();
        for (Row row : rows) {
            if (isSelected(row) && done.get(row.line)) {
                calculate(row, String.valueOf(row.customer));
            }
        }
        for (Item item : taken) {
            if (item.row != null && !done.get(item.row.line)) {
                register.computeIfAbsent(String.valueOf(item.row.customer), key -> new ArrayList<>())
                        .add(item);
            }
        }
        return answer();
    }

    /** Deletes what a rerun deletes, and returns it. */
    private List<Item> delete() {
        List<Item> taken = new ArrayList<>();
        for (List<Item> items : register.values()) {
            List<Item> kept = new ArrayList<>();
            for (Item item : items) {
                String reason = null;
                if (!inWindow(item.time)) {
                    reason = "outside-window";
                } else if (item.kind.equals("ui")) {
                    reason = "ui-created";
                } else if (item.invoiced) {
                    reason = "invoiced";
                } else if (item.time.isBefore(retainedFrom())) {
                    reason = "past-retention";
                }
                if (reason == null) {
                    deleted++;
                    taken.add(item);
                } else {
                    kept.add(item);
                    count(keptCounts, reason);
                }
            }
            items.clear();
            items.addAll(kept);
        }
        return taken;
    }

    private boolean isSelected(Row row) {
        return row.customer != null && inWindow(row.time) && !row.time.isBefore(retainedFrom());
    }

    private Instant retainedFrom() {
        return settings.now.minus(Duration.ofDays(settings.retentionDays));
    }

    private boolean inWindow(Instant time) {
        return time.isAfter(settings.cutoff) && (settings.until == null || !time.isAfter(settings.until));
    }

    private String calculate(Row row, String customer) {
        List<Item> items = register.computeIfAbsent(customer, key -> new ArrayList<>());
        boolean cancellation = row.invoice.startsWith("C");
        if (!cancellation && row.quantity > 0 && row.price.signum() > 0) {
            return sale(row, items);
        }
        if (cancellation && row.quantity < 0) {
            return cancel(row, items);
        }
        return "not-billable";
    }

    private String sale(Row row, List<Item> items) {
        boolean uk = row.country.equals("United Kingdom");
        boolean v2 = rerunning && !row.time.isBefore(uk ? settings.ukV2From : settings.exportV2From);
        String rate = uk ? (v2 ? "0.035" : "0.04") : (v2 ? "0.07" : "0.065");
        BigDecimal commission = new BigDecimal(row.quantity).multiply(row.price).multiply(new BigDecimal(rate));

        long counted = 0;
        for (Item item : items) {
            if (item.row != null
                    && item.kind.equals("pick")
                    && item.row.line < row.line
                    && month(item.time).equals(month(row.time))) {
                counted += item.units;
            }
        }
        BigDecimal pick = BigDecimal.ZERO;
        if (uk) {
            long threshold = v2 ? 500 : 1000;
            BigDecimal beyond = new BigDecimal(v2 ? "0.05" : "0.06");
            long cheap = Math.min(row.quantity, Math.max(0, counted + row.quantity - threshold));
            pick = new BigDecimal("0.10")
                    .multiply(BigDecimal.valueOf(row.quantity - cheap))
                    .add(beyond.multiply(BigDecimal.valueOf(cheap)));
        } else {
            pick = new BigDecimal("0.15").multiply(BigDecimal.valueOf(row.quantity));
        }
        boolean wroteCommission = write(items, item(row, "commission", commission, row.quantity));
        boolean wrotePick = write(items, item(row, "pick", pick, row.quantity));
        return wroteCommission || wrotePick ? "billed" : "retained";
    }

    private String cancel(Row row, List<Item> items) {
        Item sale = null;
        for (Item item : items) {
            if (item.row == null
                    || !item.kind.equals("commission")
                    || item.row.line >= row.line
                    || !item.row.stock.equals(row.stock)
                    || item.units < -row.quantity) {
                continue;
            }
            boolean voided = false;
            for (Item other : items) {
                if (other.row != null
                        && other.kind.equals("void")
                        && other.row.line < row.line
                        && other.refersToLine == item.row.line) {
                    voided = true;
                }
            }
            if (!voided && (sale == null || sale.row == null || item.row.line > sale.row.line)) {
                sale = item;
            }
        }
        if (sale == null || sale.row == null) {
            return "unmatched";
        }
        BigDecimal amount = sale.amount
                .multiply(BigDecimal.valueOf(row.quantity))
                .divide(BigDecimal.valueOf(sale.units), 2, RoundingMode.HALF_UP);
        Item voiding = item(row, "void", amount, -row.quantity);
        voiding.refersToLine = sale.row.line;
        write(items, voiding);
        return "voided";
    }

    private Item item(Row row, String kind, BigDecimal amount, int units) {
        Item item =
                new Item(row.line + ":" + kind, row, kind, row.time, amount.setScale(2, RoundingMode.HALF_UP), units);
        item.byRerun = rerunning;
        return item;
    }

    private static boolean write(List<Item> items, Item item) {
        for (Item other : items) {
            if (other.key.equals(item.key)) {
                return false;
            }
        }
        items.add(item);
        return true;
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atZone(ZoneOffset.UTC));
    }

    private static void count(Map<String, Integer> counts, String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private List<String> answer() {
        List<Item> items = new ArrayList<>();
        register.values().forEach(items::addAll);
        items.sort((one, other) -> Arrays.compareUnsigned(
                one.key.getBytes(StandardCharsets.UTF_8), other.key.getBytes(StandardCharsets.UTF_8)));
        List<String> lines = new ArrayList<>();
        for (Item item : items) {
            lines.add(item.key + "|" + item.amount.setScale(2, RoundingMode.UNNECESSARY) + "|" + item.units + "|"
                    + (item.byRerun ? "R" : ""));
        }
        return lines;
    }

    static String sha256(List<String> lines) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String line : lines) {
                digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static BigDecimal total(List<String> lines) {
        BigDecimal total = BigDecimal.ZERO;
        for (String line : lines) {
            List<String> fields = Arrays.asList(line.split("\\|", -1));
            total = total.add(new BigDecimal(fields.get(1)));
        }
        return total;
    }
}
