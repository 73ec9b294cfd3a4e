package dev.rerun.benchmarks.workload;

import dev.rerun.api.ContractId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link dev.rerun.quickstart.FulfilmentLogic}, written by hand for the register as contenders without an engine see it. */
record RetailCalculation(Map<ContractId, Integer> contracts) implements Calculation {
    private static final String COMMISSION = ":commission";
    private static final String PICK = ":pick";
    private static final String VOID = ":void";
    private static final String CANCELLATION = "C";
    private static final int FIELDS = 6;

    /** The columns of an invoice line, in the order in which a payload has them. */
    private record Line(String invoiceNo, String stockCode, BigDecimal quantity, BigDecimal unitPrice, String country) {
        static Line of(String payload) {
            String[] fields = payload.split("\t", FIELDS);
            return new Line(fields[0], fields[1], new BigDecimal(fields[2]), new BigDecimal(fields[3]), fields[4]);
        }

        boolean cancels() {
            return invoiceNo.startsWith(CANCELLATION);
        }
    }

    /** A sale looks at its month, a cancellation for its sale at any time. */
    @Override
    public Instant readsFrom(Entry entry) {
        return entry.payload().startsWith(CANCELLATION) ? Instant.MIN : monthOf(entry);
    }

    private static Instant monthOf(Entry entry) {
        return YearMonth.from(entry.occurredAt().atOffset(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
    }

    @Override
    public Calculated apply(Entry entry, Sight sight) {
        Line line = Line.of(entry.payload());
        RetailTariff tariff = RetailTariff.of(line.country(), entry.occurredAt());
        int contract = Objects.requireNonNull(contracts.get(tariff.id()));
        if (!line.cancels() && line.quantity().signum() > 0 && line.unitPrice().signum() > 0) {
            return sale(entry, line, tariff, contract, sight.of(entry.orderingKey()));
        }
        if (line.cancels() && line.quantity().signum() < 0) {
            return cancellation(entry, line, contract, sight.of(entry.orderingKey()));
        }
        return new Calculated(contract, "not-billable", List.of());
    }

    private static Calculated sale(
            Entry entry, Line line, RetailTariff tariff, int contract, List<StandingItem> earlier) {
        BigDecimal units = line.quantity();
        BigDecimal commission = units.multiply(line.unitPrice()).multiply(tariff.rate());
        BigDecimal fee = units.multiply(tariff.fee());
        if (tariff.tiered()) {
            BigDecimal beyond = picked(entry, earlier)
                    .add(units)
                    .subtract(tariff.threshold())
                    .max(BigDecimal.ZERO)
                    .min(units);
            fee = fee.subtract(beyond.multiply(tariff.fee().subtract(tariff.feeBeyond())));
        }
        return new Calculated(
                contract,
                "billed",
                List.of(
                        item(entry, COMMISSION, commission, units, null, line.stockCode(), contract),
                        item(entry, PICK, fee, units, null, null, contract)));
    }

    private static BigDecimal picked(Entry entry, List<StandingItem> earlier) {
        Instant month = monthOf(entry);
        BigDecimal units = BigDecimal.ZERO;
        for (StandingItem item : earlier) {
            if (isBefore(item, entry)
                    && item.uniqueKey().endsWith(PICK)
                    && !item.time().isBefore(month)) {
                units = units.add(item.units());
            }
        }
        return units;
    }

    private static Calculated cancellation(Entry entry, Line line, int contract, List<StandingItem> earlier) {
        BigDecimal units = line.quantity().negate();
        Set<@Nullable String> voided = new HashSet<>();
        for (StandingItem item : earlier) {
            if (isBefore(item, entry) && item.uniqueKey().endsWith(VOID)) {
                voided.add(item.refersTo());
            }
        }
        StandingItem sale = null;
        for (StandingItem item : earlier) {
            if (line.stockCode().equals(item.detail())
                    && isBefore(item, entry)
                    && item.uniqueKey().endsWith(COMMISSION)
                    && item.units().compareTo(units) >= 0
                    && !voided.contains(item.uniqueKey())
                    && (sale == null || entryOf(item) > entryOf(sale))) {
                sale = item;
            }
        }
        if (sale == null) {
            return new Calculated(contract, "unmatched", List.of());
        }
        BigDecimal back = sale.amount().multiply(units).divide(sale.units(), 2, RoundingMode.HALF_UP);
        return new Calculated(
                contract, "voided", List.of(item(entry, VOID, back.negate(), units, sale.uniqueKey(), null, contract)));
    }

    private static NewItem item(
            Entry entry,
            String kind,
            BigDecimal amount,
            BigDecimal units,
            @Nullable String refersTo,
            @Nullable String detail,
            int contract) {
        return new NewItem(
                entry.id() + kind,
                entry.orderingKey(),
                entry.occurredAt(),
                amount.setScale(2, RoundingMode.HALF_UP),
                units,
                refersTo,
                detail,
                entry.id(),
                contract);
    }

    /** Entries are numbered in the order of their times. What people made has no entry and counts for nothing here. */
    private static boolean isBefore(StandingItem item, Entry entry) {
        return item.entryId() != null && item.entryId() < entry.id();
    }

    private static long entryOf(StandingItem item) {
        return Objects.requireNonNull(item.entryId());
    }
}
