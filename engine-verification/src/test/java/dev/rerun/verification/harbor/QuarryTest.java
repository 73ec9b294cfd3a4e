package dev.rerun.verification.harbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.Actor;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.LostEdit;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.ItemMapping;
import dev.rerun.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a cancel puts back into a host's own table is what stood there. */
@ParameterizedClass
@EnumSource(HarborStores.class)
class QuarryTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int LOADS = 10;

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    HarborStores kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private HarborStores.Open database;

    @SuppressWarnings("NullAway.Init") // before each test
    private QuarryHost host;

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine engine;

    private volatile String price = "2";
    private volatile String forbidden = "none";

    @BeforeEach
    void open() {
        database = kind.open();
        host = QuarryHost.on(kind, database);
        engine = engine(QuarryHost.CHARGES);
        engine.process(QuarryHost.loads(LOADS));
        host.sql.update("update charge set slip = concat('slip ', no)");
        price = "3";
    }

    @AfterEach
    void close() {
        engine.close();
        database.close();
    }

    private RerunEngine engine(ItemMapping charges) {
        return RerunEngines.builder()
                .app(QuarryHost.APP)
                .store(database.store(QuarryHost.mapping(charges)))
                .contracts(entry -> Optional.of(new Contract(
                        new ContractId("list", price),
                        QuarryHost.TonLogic.NAME,
                        Map.of("price", price, "forbidden", forbidden))))
                .logic(new QuarryHost.TonLogic())
                .clock(new SettableClock(QuarryHost.START.plus(Duration.ofDays(3))))
                .build();
    }

    /** Starts a run that pauses after the first loads. */
    private Rerun pausedAfter(int loads) {
        Rerun run = engine.start(RerunRequest.after(QuarryHost.START).with(RerunOptions.DEFAULT.firstOnly(loads)));
        Awaitility.await().atMost(LONG).until(() -> run.report().status() == RerunStatus.PAUSED);
        return run;
    }

    @Test
    void withTheNumbersThatTheDatabaseGaveAndWhatItCalculates() {
        List<String> before = host.charges();
        Rerun run = pausedAfter(4);

        RerunReport report = engine.cancel(run.id(), Actor.HOST);

        assertThat(report.itemsPutBack()).isEqualTo(6);
        assertThat(report.itemsNotPutBack()).isZero();
        List<String> after = host.charges();
        assertThat(after).hasSize(LOADS).containsAll(before.subList(4, LOADS));
        assertThat(after)
                .filteredOn(row -> row.contains("|L2|"))
                .singleElement()
                .asString()
                .contains("|L2|6.00|6.00|7.1400|");
    }

    @Test
    void butForARowOfWhichAnotherUniqueColumnIsTaken() {
        Rerun run = pausedAfter(4);
        host.sql.update("update charge set slip = 'slip 7' where ref = 'L2'");

        RerunReport report = engine.cancel(run.id(), Actor.HOST);

        assertThat(report.itemsPutBack()).isEqualTo(5);
        assertThat(report.itemsNotPutBack()).isEqualTo(1);
        assertThat(host.charges()).noneMatch(row -> row.contains("|L7|"));
        assertThat(host.sql.list(
                        "select ref from rerun_archived_charge where archived_by = ? and load_id > 4",
                        row -> row.getString(1),
                        run.id()))
                .containsExactly("L7");
    }

    @Test
    void andLoadsThatFailedShowAgainWhatWasKnownOfThem() {
        List<String> before = host.notes();
        forbidden = "3";
        Rerun run = pausedAfter(4);
        assertThat(host.notes().get(2)).contains("|" + run.id() + "|failed");

        engine.cancel(run.id(), Actor.HOST);

        assertThat(host.notes().get(2)).isEqualTo(before.get(2));
        assertThat(host.notes().get(3)).startsWith("4|" + run.id() + "|charged");
        assertThat(engine.outcomes(QuarryHost.APP, "3")).hasSize(1);
        assertThat(host.charges()).anyMatch(row -> row.contains("|L3|6.00|6.00|"));
    }

    @Test
    void wholeIfNothingLinksItemsToEntriesAndNoneWasProcessed() {
        engine.close();
        engine = engine(QuarryHost.LOOSE_CHARGES);
        List<String> before = host.charges();
        forbidden = "1";
        Rerun run = pausedAfter(1);

        assertThat(engine.cancel(run.id(), Actor.HOST).itemsPutBack()).isEqualTo(LOADS);

        assertThat(host.charges()).isEqualTo(before);
    }

    @Test
    void notAtAllIfNothingLinksItemsToEntriesAndSomeWereProcessed() {
        engine.close();
        engine = engine(QuarryHost.LOOSE_CHARGES);
        Rerun run = pausedAfter(1);

        assertThatThrownBy(() -> engine.cancel(run.id(), Actor.HOST))
                .hasMessageContainingAll("has processed 1 entries", "let the rerun finish", "map a link");

        assertThat(run.report().status()).isEqualTo(RerunStatus.PAUSED);
        engine.resume(run.id(), Actor.HOST);
        assertThat(run.await(LONG).status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(host.charges()).hasSize(LOADS).allMatch(row -> !row.contains("slip"));
    }

    @Test
    void andEditsOfAmountsThatARunUndidAreListed() {
        host.sql.update("update charge set net = 99.95 where ref = 'L6'");
        host.sql.update("update charge set net = 1, net_by_rule = null where ref = 'L8'");

        Rerun run = engine.start(QuarryHost.START);
        run.await(LONG);

        assertThat(run.lostEdits(null, 10))
                .containsExactly(new LostEdit(
                        "charges",
                        "L6",
                        "6",
                        new BigDecimal("12.00"),
                        new BigDecimal("99.95"),
                        "EUR",
                        new BigDecimal("18.00")));
    }
}
