package dev.rerun.verification.engine;

import dev.rerun.api.ActivityEntry;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What {@link MeteredLogic} must leave behind, worked out with plain loops: as if the entries that fail did not exist. */
final class NaiveMeter {
    final Map<String, BigDecimal> amounts = new TreeMap<>();
    final Map<String, Long> meters = new TreeMap<>();
    final Set<String> vouchers = new TreeSet<>();

    void calculate(long run, List<ActivityEntry> entries, String rate, Set<String> failing, Set<String> kept) {
        List<ActivityEntry> sequence = entries.stream()
                .sorted(Comparator.comparing(ActivityEntry::createdAt)
                        .thenComparing(entry -> Integer.parseInt(entry.id())))
                .toList();
        for (ActivityEntry entry : sequence) {
            if (failing.contains(entry.id())) {
                continue;
            }
            String meter = run + "/" + entry.orderingKey();
            long before = meters.getOrDefault(meter, 0L);
            long units = Long.parseLong(entry.payload());
            meters.put(meter, before + units);
            vouchers.add(run + "/" + entry.id());
            if (!kept.contains(entry.id() + ":fee")) {
                amounts.put(entry.id() + ":fee", MeteredLogic.amount(rate, before, units));
            }
        }
    }

    List<String> meterLines() {
        return meters.entrySet().stream()
                .map(meter -> meter.getKey() + "=" + meter.getValue())
                .toList();
    }
}
