package dev.rerun.reliability.harbour;

import dev.rerun.reliability.harbour.Harbour.Prices;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a database must say in the end, worked out in one thread with plain loops. It shares the world's facts with the engine's
 * side, and the wording of the remarks, but no code.
 */
public final class NaiveHarbour {
    /** One line of the register. A person's has no entry. */
    record Fee(
            @Nullable Integer entry,
            String ship,
            int halfDay,
            BigDecimal amount,
            int units,
            @Nullable String detail,
            @Nullable Prices prices,
            @Nullable String invoice,
            @Nullable String run) {
        String text(String title, @Nullable String archivedBy) {
            return Line.of(
                    title,
                    archivedBy,
                    entry == null ? Harbour.HAND_WRITTEN : entry + ":fee",
                    entry == null ? null : entry.toString(),
                    ship,
                    Line.plain(amount),
                    Integer.toString(units),
                    detail,
                    prices == null ? null : prices.name(),
                    invoice,
                    entry == null ? "ui" : null,
                    run);
        }

        Fee of(@Nullable String itsRun, @Nullable String itsInvoice) {
            return new Fee(entry, ship, halfDay, amount, units, detail, prices, itsInvoice, itsRun);
        }
    }

    /** What an entry costs, and the remark on it. */
    record Bill(Fee fee, String remark) {}

    final Map<Integer, Fee> fees = new HashMap<>();
    final Map<List<String>, String> outcomes = new HashMap<>();
    private final List<NaiveRun> runs = new ArrayList<>();
    private final Fee handWritten = new Fee(
            null,
            Harbour.HAND_WRITTEN_SHIP,
            Harbour.HAND_WRITTEN_HALF_DAY,
            Harbour.HAND_WRITTEN_AMOUNT,
            Harbour.HAND_WRITTEN_UNITS,
            null,
            null,
            null,
            null);

    /** A harbour whose entries were billed once, and where a person wrote a line and invoiced another. */
    NaiveHarbour() {
        for (int entry = 1; entry <= Harbour.ENTRIES; entry++) {
            if (entry == Harbour.WITHOUT_CONTRACT) {
                outcome(entry, "first", "NO_CONTRACT", null, "no-contract");
                continue;
            }
            // The person's line comes later than the first processing of them all.
            Bill bill = bill(entry, Prices.V1, false);
            fees.put(entry, bill.fee());
            outcome(entry, "first", "PROCESSED", Prices.V1, bill.remark());
        }
        fees.computeIfPresent(Harbour.INVOICED, (entry, fee) -> fee.of(null, Harbour.INVOICE));
    }

    /** What must be there when a job is done, whoever did it. */
    public static List<String> after(Job job) {
        NaiveHarbour harbour = new NaiveHarbour();
        if (job.isBeforeAllRuns()) {
            return harbour.books("");
        }
        NaiveRun run = new NaiveRun(harbour, "R1");
        harbour.runs.add(run);
        if (job == Job.CANCEL) {
            run.work(Harbour.selected().subList(0, Harbour.FIRST_ENTRIES), Prices.V2);
            run.cancel();
            return harbour.books("START PAUSE CANCEL");
        }
        run.work(Harbour.selected(), Prices.V2);
        switch (job) {
            case START, SWEEP, CANCEL, PROCESS, OPEN -> {}
            case PAUSE, RESUME -> {
                return harbour.books("START PAUSE RESUME");
            }
            case RETRY -> {
                run.retry(Prices.V3);
                return harbour.books("START RETRY");
            }
            case PURGE -> {
                NaiveRun second = new NaiveRun(harbour, "R2");
                second.work(Harbour.selected(), Prices.V3);
                harbour.runs.clear();
                // All that the first one said of entries the second has said anew.
                harbour.outcomes.keySet().removeIf(key -> key.contains("R1"));
            }
        }
        return harbour.books("START");
    }

    /** What an entry costs, given the fees of earlier entries of its ship that are in the register now. */
    Bill bill(int entry, Prices prices, boolean withHandWritten) {
        String ship = Harbour.ship(entry);
        int earlierUnits = 0;
        BigDecimal total = BigDecimal.ZERO;
        List<Fee> all = new ArrayList<>(fees.values());
        if (withHandWritten) {
            all.add(handWritten);
        }
        for (Fee fee : all) {
            if (fee.ship().equals(ship) && fee.halfDay() < 2 * entry) {
                earlierUnits += fee.units();
                total = total.add(fee.amount());
            }
        }
        int free = 0;
        for (int unit = earlierUnits + 1; unit <= earlierUnits + Harbour.units(entry); unit++) {
            if (unit % Harbour.UNITS_TO_A_FREE_ONE == 0) {
                free++;
            }
        }
        int paid = Harbour.units(entry) - free;
        BigDecimal amount = prices.rate.multiply(BigDecimal.valueOf(paid));
        Fee fee = new Fee(
                entry,
                ship,
                2 * entry,
                amount,
                Harbour.units(entry),
                "total " + Line.plain(total.add(amount)),
                prices,
                null,
                null);
        return new Bill(fee, "billed: " + paid + " of " + Harbour.units(entry));
    }

    void outcome(int entry, String run, String status, @Nullable Prices prices, String remarks) {
        String id = Integer.toString(entry);
        String text = Line.of("outcome", id, run, status, prices == null ? null : prices.name(), remarks);
        String before = outcomes.put(List.of(id, run), text);
        if (before != null) {
            throw new IllegalStateException("entry " + entry + " has two outcomes of " + run);
        }
    }

    private List<String> books(String commands) {
        List<String> lines = new ArrayList<>(outcomes.values());
        lines.add(handWritten.text("register", null));
        fees.values().forEach(fee -> lines.add(fee.text("register", null)));
        runs.forEach(run -> lines.addAll(run.lines(commands)));
        Collections.sort(lines);
        return lines;
    }
}
