package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** When a rerun looks up which keys of its new items are taken. */
@ParameterizedClass
@EnumSource(TestStore.class)
class TakenKeysTest extends EngineFixture {
    private static final int ENTRIES = 20;
    private static final int BATCH = 5;

    /** Entries of the first batch and the third. */
    private static final List<Integer> DATED_BEFORE = List.of(3, 4, 12);

    private static final int BATCHES_OF_THESE = 2;

    private final AtomicInteger calculated = new AtomicInteger();

    private void process() {
        List<ActivityEntry> entries = new ArrayList<>();
        for (int id = 1; id <= ENTRIES; id++) {
            entries.add(entry(id, day(id + 1)));
        }
        engine.process(entries);
        // The engines of the tests work alone.
        engine.close();
        ContractResolver corrected = rate("v2", "0.20");
        contracts = entry -> {
            calculated.incrementAndGet();
            return corrected.resolve(entry);
        };
    }

    @Test
    void itemsAreWrittenWithoutALookUpAsLongAsNoneIsRefused() {
        process();
        InterposedStore store = new InterposedStore(store());
        store.refuse("Items.find");

        RerunReport report = open(builder().store(store)).start(CUTOFF).await(LONG);

        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(report.itemsCreated()).isEqualTo(ENTRIES);
        assertThat(store.refused()).isZero();
    }

    @Test
    void ofARunInWhichOneWasTakenOneBatchIsCalculatedTwiceAndTheNextOnesLookFirst() {
        for (int id : DATED_BEFORE) {
            logic.script(
                    Integer.toString(id),
                    (contract, entry, context) -> LogicResult.of(
                            "billed",
                            ItemDraft.of(
                                    ScriptedLogic.REGISTER,
                                    entry.id() + ":deposit",
                                    day(-10),
                                    new BigDecimal(contract.term("rate")),
                                    "EUR")));
        }
        process();

        engine = open(builder().lanes(1).batchSize(BATCH).workers(1));
        RerunReport report = rerun();

        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(report.itemsCreated()).isEqualTo(ENTRIES - DATED_BEFORE.size());
        assertThat(report.itemsRetained()).isEqualTo(DATED_BEFORE.size());
        for (int id : DATED_BEFORE) {
            assertThat(item(id + ":deposit").contract()).isEqualTo(new ContractId("fee", "v1"));
            assertThat(newest(Integer.toString(id)).diagnostics().get(1).detail())
                    .contains("OUTSIDE_WINDOW");
        }
        // The first batch once for its write that was refused; each batch in which a look finds something once more.
        assertThat(calculated).hasValue(ENTRIES + BATCH + BATCHES_OF_THESE * BATCH);
    }
}
