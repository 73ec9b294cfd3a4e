package dev.rerun.benchmarks.history;

import dev.rerun.api.KeptReason;
import dev.rerun.core.spi.PrepareCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * The numbers of a made-up history. Half of the items are eligible; the others are kept, for every reason of the engine's
 * own: three tenths invoiced, one tenth made in the UI, a fifth each outside the window, past retention, and of entries
 * that are not selected because they had no contract.
 *
 * @param selected how many entries a rerun selects
 * @param items how many items there are in all
 */
public record Dataset(long selected, long items) {
    public static final String APP = "billing";
    public static final int LANES = 64;
    public static final Instant NOW = Instant.parse("2026-06-30T00:00:00Z");
    public static final Duration RETENTION = Duration.ofDays(45);
    public static final Instant RETAINED_FROM = NOW.minus(RETENTION);
    public static final Instant CUTOFF = NOW.minus(Duration.ofDays(60));
    public static final Instant FIRST = NOW.minus(Duration.ofDays(90));

    /** What a customer's history is made of on average, so that lanes and batches hold keys in a natural mixture. */
    private static final int ENTRIES_PER_KEY = 50;

    /** The smaller of two in each number. */
    public Dataset atMost(Dataset other) {
        return new Dataset(Math.min(selected, other.selected), Math.min(items, other.items));
    }

    public long eligible() {
        return items / 2;
    }

    public long invoiced() {
        return kept() * 3 / 10;
    }

    public long uiCreated() {
        return kept() / 10;
    }

    public long outside() {
        return kept() / 5;
    }

    public long pastRetention() {
        return kept() / 5;
    }

    public long notSelected() {
        return kept() - invoiced() - uiCreated() - outside() - pastRetention();
    }

    public long orderingKeys() {
        return selected / ENTRIES_PER_KEY + 1;
    }

    private long kept() {
        return items - eligible();
    }

    /** What preparing a rerun after the cutoff must come to. */
    public PrepareCounts expected() {
        Map<KeptReason, Long> kept = new EnumMap<>(KeptReason.class);
        kept.put(KeptReason.OUTSIDE_WINDOW, outside());
        kept.put(KeptReason.UI_CREATED, uiCreated());
        kept.put(KeptReason.INVOICED, invoiced());
        kept.put(KeptReason.PAST_RETENTION, pastRetention());
        kept.put(KeptReason.NOT_SELECTED, notSelected());
        return new PrepareCounts(selected, eligible(), kept);
    }
}
