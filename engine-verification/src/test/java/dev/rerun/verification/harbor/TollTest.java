package dev.rerun.verification.harbor;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.KeptReason;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunPlan;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A rerun on tables that share no name and hardly a type with the default schema's, mapped by hand. */
@ParameterizedClass
@EnumSource(HarborStores.class)
class TollTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PASSAGES = 60;

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    HarborStores kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private TollHost host;

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine engine;

    private volatile String price = "1.25";

    @BeforeEach
    void open() {
        host = TollHost.on(kind, kind.open());
        engine = RerunEngines.builder()
                .app(TollHost.APP)
                .store(host.database().store(TollHost.MAPPING))
                .contracts(entry -> Optional.of(
                        new Contract(new ContractId("toll", price), TollHost.AxleLogic.NAME, Map.of("price", price))))
                .logic(new TollHost.AxleLogic())
                .clock(new SettableClock(Instant.parse("2026-06-05T00:00:00Z")))
                .batchSize(7)
                .workers(3)
                .build();
    }

    @AfterEach
    void close() {
        engine.close();
        host.database().close();
    }

    @Test
    void calculatesAgainWhatIsNeitherBilledNorTypedInNorBeforeTheCutoff() {
        engine.process(TollHost.passages(0, PASSAGES));
        host.typeIn("by hand", TollHost.CUTOFF.plusSeconds(60));
        host.sql.update("update fee set state = 'BILLED' where ref in ('P30', 'P31', 'P5')");
        host.sql.update("update fee set memo = 'seen by bob' where ref in ('P30', 'P40')");
        List<TollHost.Fee> before = host.fees("fee");
        price = "2.50";

        RerunReport report = engine.start(TollHost.CUTOFF).await(LONG);

        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(host.fees("fee")).isEqualTo(naive(before));
        assertThat(report.itemsDeleted()).isEqualTo(33);
        assertThat(report.kept(KeptReason.INVOICED)).isEqualTo(2);
        assertThat(report.kept(KeptReason.UI_CREATED)).isEqualTo(1);
        assertThat(report.itemsRetained()).isEqualTo(2);
        assertThat(host.pointers()).hasSize(PASSAGES).allSatisfy(pointer -> {
            String[] ends = pointer.split(" -> ", -1);
            assertThat(ends[1]).isEqualTo("P" + ends[0]);
        });
    }

    /** What the columns should hold afterwards, worked out row by row. */
    private static List<TollHost.Fee> naive(List<TollHost.Fee> before) {
        Map<String, ActivityEntry> byRef =
                TollHost.passages(0, PASSAGES).stream().collect(toMap(entry -> "P" + entry.id(), entry -> entry));
        Map<String, TollHost.Fee> after = new TreeMap<>();
        for (TollHost.Fee fee : before) {
            ActivityEntry entry = byRef.get(fee.ref());
            boolean stays = entry == null
                    || fee.state().equals("BILLED")
                    || !entry.createdAt().isAfter(TollHost.CUTOFF);
            BigDecimal doubled = fee.cents().multiply(new BigDecimal("2")).setScale(2);
            after.put(fee.ref(), stays ? fee : new TollHost.Fee(fee.ref(), doubled, "OPEN", "none"));
        }
        return List.copyOf(after.values());
    }

    @Test
    void archivesWholeRowsAlsoTheColumnsThatTheMappingDoesNotKnow() {
        engine.process(TollHost.passages(0, PASSAGES));
        host.sql.update("update fee set memo = concat('memo of ', ref)");
        List<TollHost.Fee> before = host.fees("fee");

        engine.start(TollHost.CUTOFF).await(LONG);

        assertThat(host.fees("rerun_archived_fee"))
                .isEqualTo(before.stream()
                        .filter(fee -> Integer.parseInt(fee.ref().substring(1)) > 24)
                        .toList())
                .hasSize(35)
                .allMatch(fee -> fee.memo().equals("memo of " + fee.ref()));
    }

    @Test
    void plansWhatAStartThenDoes() {
        engine.process(TollHost.passages(0, PASSAGES));
        host.typeIn("by hand", TollHost.CUTOFF.plusSeconds(60));
        host.sql.update("update fee set state = 'BILLED' where ref in ('P30', 'P31', 'P5')");
        RerunRequest request = RerunRequest.after(TollHost.CUTOFF).with(RerunOptions.DEFAULT.limit(20));

        RerunPlan plan = engine.plan(request);

        RerunReport report = engine.start(request).await(LONG);
        assertThat(List.of(plan.entries(), plan.itemsToDelete()))
                .containsExactly(20L, 18L)
                .containsExactly(report.total(), report.itemsDeleted());
        assertThat(plan.kept()).isEqualTo(report.kept()).containsEntry(KeptReason.NOT_SELECTED, 15L);
    }

    @Test
    void aCancelBringsBackWhatIsNotDoneAndLetsPassagesPointThere() {
        engine.process(TollHost.passages(0, PASSAGES));
        host.sql.update("update fee set memo = concat('memo of ', ref)");
        List<TollHost.Fee> before = host.fees("fee");
        List<String> numbers = numbers();
        price = "2.50";
        Rerun run = engine.start(RerunRequest.after(TollHost.CUTOFF).with(RerunOptions.DEFAULT.firstOnly(11)));
        Awaitility.await().atMost(LONG).until(() -> run.report().status() == RerunStatus.PAUSED);

        RerunReport report = engine.cancel(run.id(), Actor.HOST);

        assertThat(report.itemsPutBack()).isEqualTo(24);
        // Of the 60 passages the first 25 lie before the cutoff, and 11 were done.
        assertThat(host.fees("fee"))
                .isEqualTo(before.stream()
                        .map(fee -> isDone(fee)
                                ? new TollHost.Fee(
                                        fee.ref(),
                                        fee.cents()
                                                .multiply(new BigDecimal("2"))
                                                .setScale(2),
                                        "OPEN",
                                        "none")
                                : fee)
                        .toList());
        assertThat(host.pointers()).hasSize(PASSAGES).allSatisfy(pointer -> {
            String[] ends = pointer.split(" -> ", -1);
            assertThat(ends[1]).isEqualTo("P" + ends[0]);
        });
        assertThat(numbers()).filteredOn(numbers::contains).hasSize(PASSAGES - 11);
        price = "5.00";
        assertThat(engine.start(TollHost.CUTOFF).await(LONG).itemsDeleted()).isEqualTo(35);
    }

    private static boolean isDone(TollHost.Fee fee) {
        int passage = Integer.parseInt(fee.ref().substring(1));
        return passage >= 25 && passage < 36;
    }

    private List<String> numbers() {
        return host.sql.list("select ref, no from fee", row -> row.getString(1) + " has " + row.getString(2));
    }

    @Test
    void startsNothingWhenTheHostAddedAColumnThatTheArchiveLacks() {
        engine.process(TollHost.passages(0, PASSAGES));
        host.sql.update("alter table fee add column lane varchar(5)");
        List<TollHost.Fee> before = host.fees("fee");

        assertThatThrownBy(() -> engine.start(TollHost.CUTOFF))
                .rootCause()
                .hasMessageContainingAll("9 columns now and had 8", "rerun_archived_fee");

        assertThat(host.fees("fee")).isEqualTo(before);
    }

    @Test
    void attachesTheRerunAndItsDiagnosticsToTheEntries() {
        engine.process(TollHost.passages(0, PASSAGES));
        host.sql.update("update fee set state = 'PAID' where ref = 'P30'");

        RerunReport report = engine.start(TollHost.CUTOFF).await(LONG);

        List<String> attached = host.sql.list(
                "select id, recalc, notes from passage order by id",
                row -> row.getString(1) + "|" + row.getString(2) + "|" + row.getString(3));
        assertThat(attached.subList(0, 25)).allMatch(row -> row.endsWith("|null|charged"));
        assertThat(attached.subList(25, PASSAGES)).allMatch(row -> row.contains("|" + report.id() + "|charged"));
        assertThat(attached.get(30)).contains("retained", "INVOICED");
        assertThat(engine.outcomes(TollHost.APP, "30")).hasSize(2);
    }

    @Test
    void failsAnEntryWhosePointerCannotHoldAllItsItems() {
        engine.process(TollHost.passages(0, PASSAGES));
        host.sql.update(
                kind == HarborStores.H2
                        ? "update passage set photo = '{\"axles\": 9}' format json where id = 50"
                        : "update passage set photo = '{\"axles\": 9}' where id = 50");

        RerunReport report = engine.start(TollHost.CUTOFF).await(LONG);

        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(host.fees("fee")).extracting(TollHost.Fee::ref).doesNotContain("P50", "P50-a", "P50-b");
        assertThat(host.pointers()).hasSize(PASSAGES - 1);
    }

    @Test
    void failsAnEntryWhoseAmountTheColumnWouldRound() {
        engine.process(TollHost.passages(0, PASSAGES));
        price = "0.333";

        RerunReport report = engine.start(TollHost.CUTOFF).await(LONG);

        // Three thirds of a cent make no whole one either, so none of them fits.
        assertThat(report.failed()).isEqualTo(35);
        assertThat(host.fees("fee")).hasSize(25);
    }

    @Test
    void refusesAnotherAppThanThatOfItsTables() {
        assertThat(engine.process(TollHost.passages(0, 1)).processed()).isEqualTo(1);

        ActivityEntry other = new ActivityEntry("rail", "7", "x", TollHost.START, TollHost.START, "{}");
        assertThatThrownBy(() -> engine.process(List.of(other)))
                .hasMessageContaining("rail")
                .hasMessageContaining("tolls");
        assertThat(host.pointers()).hasSize(1);
    }
}
