package dev.rerun.reliability.harbour;

import dev.rerun.reliability.harbour.Harbour.Prices;
import dev.rerun.reliability.harbour.NaiveHarbour.Bill;
import dev.rerun.reliability.harbour.NaiveHarbour.Fee;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One run over the naive harbour. */
final class NaiveRun {
    private final NaiveHarbour harbour;
    private final String name;
    private final int deleted;
    private final Map<Integer, Fee> archive = new TreeMap<>();
    private final List<Integer> done = new ArrayList<>();
    private final List<Integer> failed = new ArrayList<>();
    private final Map<Integer, Integer> held = new TreeMap<>();
    private int created;
    private int retained;
    private int putBack;
    private boolean cancelled;

    /** Takes the fees out of the register that it may. */
    NaiveRun(NaiveHarbour harbour, String name) {
        this.harbour = harbour;
        this.name = name;
        for (int entry : Harbour.selected()) {
            Fee fee = harbour.fees.get(entry);
            if (fee != null && fee.invoice() == null) {
                archive.put(entry, fee);
                harbour.fees.remove(entry);
            }
        }
        deleted = archive.size();
    }

    /** Calculates entries; those that come after a failed one of their ship are held. */
    void work(List<Integer> entries, Prices prices) {
        Map<String, Integer> failedOfShip = new HashMap<>();
        for (int entry : entries) {
            Integer holder = failedOfShip.get(Harbour.ship(entry));
            if (holder != null) {
                held.put(entry, holder);
            } else if (prices.fails(entry)) {
                failed.add(entry);
                failedOfShip.put(Harbour.ship(entry), entry);
                harbour.outcome(entry, name, "FAILED", prices, "failed: " + error(entry));
            } else {
                done.add(entry);
                bill(entry, prices);
            }
        }
    }

    private void bill(int entry, Prices prices) {
        Bill bill = harbour.bill(entry, prices, true);
        Fee kept = harbour.fees.get(entry);
        String remarks = bill.remark();
        if (kept == null) {
            created++;
            harbour.fees.put(entry, bill.fee().of(name, null));
        } else {
            retained++;
            BigDecimal difference = bill.fee().amount().subtract(kept.amount());
            remarks += "; retained: " + Harbour.REGISTER + "/" + entry + ":fee stays (INVOICED) with "
                    + Line.plain(kept.amount()) + " EUR; calculated "
                    + Line.plain(bill.fee().amount()) + " EUR, difference " + Line.plain(difference) + " EUR";
        }
        harbour.outcome(entry, name, "PROCESSED", prices, remarks);
    }

    /** Calculates again what failed and what was held. */
    void retry(Prices prices) {
        forgetFailed();
        List<Integer> again = new ArrayList<>(failed);
        again.addAll(held.keySet());
        failed.clear();
        held.clear();
        work(again, prices);
    }

    /** Puts the fees back whose entries are not done. */
    void cancel() {
        forgetFailed();
        for (Map.Entry<Integer, Fee> fee : List.copyOf(archive.entrySet())) {
            if (!done.contains(fee.getKey())) {
                harbour.fees.put(fee.getKey(), fee.getValue());
                archive.remove(fee.getKey());
                putBack++;
            }
        }
        cancelled = true;
    }

    private void forgetFailed() {
        failed.forEach(entry -> harbour.outcomes.remove(List.of(entry.toString(), name)));
    }

    private static String error(int entry) {
        return "java.lang.IllegalStateException: no price for call " + entry;
    }

    List<String> lines(String commands) {
        List<String> lines = new ArrayList<>();
        archive.values().forEach(fee -> lines.add(fee.text("archived", name)));
        failed.forEach(entry -> lines.add(Line.of("failure", name, entry.toString(), "f", error(entry))));
        held.forEach((entry, holder) -> lines.add(Line.of(
                "failure", name, entry.toString(), "t", "held: entry " + holder + " of the same ordering key failed")));
        String state = cancelled ? "CANCELLED" : failed.isEmpty() ? "COMPLETED" : "COMPLETED_WITH_FAILURES";
        // Three fees of before the cutoff, the person's, the invoiced one, and one past retention are left alone.
        String counters = ("total %d, done %d, failed %d, held %d, deleted %d, created %d, retained %d, put back %d,"
                        + " not put back 0, 3 OUTSIDE_WINDOW, 1 UI_CREATED, 1 INVOICED, 1 PAST_RETENTION")
                .formatted(
                        Harbour.selected().size(),
                        done.size(),
                        failed.size(),
                        held.size(),
                        deleted,
                        created,
                        retained,
                        putBack);
        lines.add(Line.of("run", name, state, counters, commands));
        return lines;
    }
}
