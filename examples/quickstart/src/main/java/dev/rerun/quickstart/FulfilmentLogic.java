package dev.rerun.quickstart;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Bills the lines of a customer's invoices: commission and a pick fee for a sale, and the commission back for a
 * cancellation. Rates, fees and the monthly threshold are terms of the contract version.
 */
public final class FulfilmentLogic implements ContractLogic {
    /** What contracts call this logic. */
    public static final String NAME = "fulfilment";

    static final String REGISTER = "Fulfilment Income";
    static final String CURRENCY = "GBP";

    /** The term for the part of a sale's worth that is the commission. */
    public static final String COMMISSION_RATE = "commission-rate";

    /** The term for what it costs to pick a unit. */
    public static final String PICK_FEE = "pick-fee";

    /** The term for the units of a calendar month that cost the full pick fee; without it all do. */
    public static final String PICK_THRESHOLD = "pick-threshold";

    /** The term for what it costs to pick a unit beyond the threshold. */
    public static final String PICK_FEE_BEYOND = "pick-fee-beyond";

    static final String BILLED = "billed";
    static final String VOIDED = "voided";
    static final String UNMATCHED = "unmatched";
    static final String NOT_BILLABLE = "not-billable";

    static final String COMMISSION = ":commission";
    private static final String PICK = ":pick";
    private static final String VOID = ":void";

    /** For the service loader. */
    public FulfilmentLogic() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        LinePayload line = LinePayload.parse(entry.payload());
        if (line.sale()) {
            return sale(contract, entry, line, context);
        }
        return line.cancellation() ? cancellation(entry, line, context) : LogicResult.nothing(NOT_BILLABLE);
    }

    private static LogicResult sale(Contract contract, ActivityEntry entry, LinePayload line, LogicContext context) {
        BigDecimal units = BigDecimal.valueOf(line.quantity());
        BigDecimal commission = units.multiply(line.unitPrice()).multiply(decimal(contract, COMMISSION_RATE));
        BigDecimal fee = units.multiply(decimal(contract, PICK_FEE));
        if (contract.terms().containsKey(PICK_THRESHOLD)) {
            BigDecimal beyond = pickedThisMonth(entry, context)
                    .add(units)
                    .subtract(decimal(contract, PICK_THRESHOLD))
                    .max(BigDecimal.ZERO)
                    .min(units);
            BigDecimal discount = decimal(contract, PICK_FEE).subtract(decimal(contract, PICK_FEE_BEYOND));
            fee = fee.subtract(beyond.multiply(discount));
        }
        // The detail is how a later cancellation finds the sale of its article.
        return LogicResult.of(
                BILLED,
                item(entry, COMMISSION, commission, units).withDetail(line.stockCode()),
                item(entry, PICK, fee, units));
    }

    private static BigDecimal pickedThisMonth(ActivityEntry entry, LogicContext context) {
        Instant monthStart = YearMonth.from(entry.occurredAt().atOffset(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        BigDecimal units = BigDecimal.ZERO;
        for (RegisterItem item : context.items(entry.orderingKey(), monthStart, after(entry))) {
            if (is(item, PICK)) {
                units = units.add(item.units());
            }
        }
        return units;
    }

    private static LogicResult cancellation(ActivityEntry entry, LinePayload line, LogicContext context) {
        BigDecimal units = BigDecimal.valueOf(line.quantity()).negate();
        List<RegisterItem> earlier = context.items(entry.orderingKey(), Instant.MIN, after(entry));
        Set<String> voided = new HashSet<>();
        for (RegisterItem item : earlier) {
            if (is(item, VOID) && item.refersTo() != null) {
                voided.add(item.refersTo());
            }
        }
        RegisterItem sale = null;
        for (RegisterItem item : earlier) {
            if (is(item, COMMISSION)
                    && line.stockCode().equals(item.detail())
                    && item.units().compareTo(units) >= 0
                    && !voided.contains(item.uniqueKey())
                    && (sale == null || lineOf(item) > lineOf(sale))) {
                sale = item;
            }
        }
        if (sale == null) {
            return LogicResult.nothing(UNMATCHED);
        }
        BigDecimal back = sale.amount().multiply(units).divide(sale.units(), 2, RoundingMode.HALF_UP);
        return LogicResult.of(VOIDED, item(entry, VOID, back.negate(), units).referringTo(sale.uniqueKey()));
    }

    private static ItemDraft item(ActivityEntry entry, String kind, BigDecimal amount, BigDecimal units) {
        BigDecimal rounded = amount.setScale(2, RoundingMode.HALF_UP);
        return ItemDraft.of(REGISTER, entry.id() + kind, entry.occurredAt(), rounded, CURRENCY)
                .withUnits(units);
    }

    private static boolean is(RegisterItem item, String kind) {
        return !item.uiCreated()
                && item.uniqueKey().endsWith(kind)
                && item.register().equals(REGISTER);
    }

    private static long lineOf(RegisterItem item) {
        return Long.parseLong(item.uniqueKey().substring(0, item.uniqueKey().indexOf(':')));
    }

    /** The first instant that the entry's own items are before: times are whole microseconds. */
    private static Instant after(ActivityEntry entry) {
        return entry.occurredAt().plus(1, ChronoUnit.MICROS);
    }

    private static BigDecimal decimal(Contract contract, String term) {
        return new BigDecimal(contract.term(term));
    }
}
