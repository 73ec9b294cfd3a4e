package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.MICRO;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests of the promise S4 of {@link dev.rerun.core.spi.RerunStore}: values come back as they were stored. */
public interface ValueContract extends StoreContract {
    /** S4: times of items. */
    @Test
    @DisplayName("S4 the time of an item comes back to the microsecond, in the years 1 to 9999")
    default void keepsItemTimes() {
        Stage stage = Stage.of(this);
        for (Instant time : instants()) {
            RegisterItem item = StagedItems.item(null, "quay", "at " + time, time);
            stage.write(item);
            assertThat(stage.host.items(APP)).contains(item);
            assertThat(find(stage, item)).isEqualTo(item);
        }
    }

    /** S4: times of entries. */
    @Test
    @DisplayName("S4 the times of an entry come back to the microsecond, in the years 1 to 9999")
    default void keepsEntryTimes() {
        Stage stage = Stage.of(this);
        long id = 0;
        for (Instant time : instants()) {
            id++;
            stage.process(new ActivityEntry(APP, Long.toString(id), "quay", time, NOON.plusSeconds(id), ""));
            stage.process(new ActivityEntry(APP, Long.toString(-id), "quay", NOON, time, ""));
        }
        assertThat(stage.host.entries(APP))
                .extracting(ActivityEntry::occurredAt)
                .containsAll(instants());
        assertThat(stage.host.entries(APP)).extracting(ActivityEntry::createdAt).containsAll(instants());
    }

    /** S4: times of runs. */
    @Test
    @DisplayName("S4 cutoff, end and start of retention of a run come back to the microsecond, in the years 1 to 9999")
    default void keepsRunTimes() {
        Stage stage = Stage.of(this);
        for (Instant time : instants()) {
            String app = "app of " + time;
            Instant until = time.isBefore(NOON) ? time.plus(MICRO) : null;
            Selection selection = new Selection(app, time, until, time, true, 1);
            RerunRequest request =
                    new RerunRequest(app, time, until, null, null, null, true, null, RerunOptions.DEFAULT);
            long id = stage.runId();
            stage.with(transaction -> {
                transaction.runs().closeEpoch(app);
                transaction.runs().insert(new NewRun(id, request, selection, Duration.ofDays(45), 64));
            });
            Run run = stage.in(transaction -> transaction.runs().find(id)).orElseThrow();
            assertThat(run.selection()).isEqualTo(selection);
            RerunReport report =
                    stage.in(transaction -> transaction.runs().report(id)).orElseThrow();
            assertThat(report.request().cutoff()).isEqualTo(time);
            assertThat(report.request().until()).isEqualTo(until);
        }
    }

    /** S4: numbers. */
    @Test
    @DisplayName("S4 amounts and units come back exactly, with as many digits as the limits allow")
    default void keepsNumbers() {
        Stage stage = Stage.of(this);
        StoreLimits limits = stage.store.limits();
        String whole = "9".repeat(limits.integerDigits());
        String fraction =
                "0".repeat(Math.max(0, limits.fractionDigits() - 1)) + (limits.fractionDigits() > 0 ? "1" : "");
        List<String> numbers = List.of(
                "0",
                "0." + fraction,
                "-0." + fraction,
                whole + "." + fraction,
                "-" + whole + "." + fraction,
                "1200",
                "0.1");
        for (String number : numbers) {
            RegisterItem item = numbered(number);
            stage.write(item);
            assertThat(find(stage, item)).isEqualTo(item);
        }
    }

    /** S4: texts of entries. */
    @Test
    @DisplayName("S4 texts of an entry come back as given: quotes, line breaks, all scripts")
    default void keepsEntryTexts() {
        Stage stage = Stage.of(this);
        long id = 0;
        for (String text : texts()) {
            id++;
            stage.process(new ActivityEntry(APP, Long.toString(id), text, NOON, NOON.plusSeconds(id), text));
        }
        stage.process(new ActivityEntry(APP, "999", "quay", NOON, NOON.plusSeconds(999), ""));
        List<ActivityEntry> stored = stage.host.entries(APP);
        List<ActivityEntry> texted = stored.subList(0, texts().size());
        assertThat(texted).extracting(ActivityEntry::payload).isEqualTo(texts());
        assertThat(texted).extracting(ActivityEntry::orderingKey).isEqualTo(texts());
        assertThat(stored.get(stored.size() - 1).payload()).isEmpty();
        Run run = stage.queue(1, epoch -> Stage.after(NOON, epoch));
        assertThat(stage.outstanding(run).get(0)).extracting(QueuedEntry::entry).isEqualTo(stored);
    }

    /** S4: texts of items. */
    @Test
    @DisplayName("S4 texts of an item come back as given, and an absent one as absent")
    default void keepsItemTexts() {
        Stage stage = Stage.of(this);
        for (String text : texts()) {
            RegisterItem item = texted(text, text, text);
            stage.write(item);
            assertThat(find(stage, item)).isEqualTo(item);
        }
        RegisterItem bare = texted("bare", null, null);
        RegisterItem empty = texted("empty", null, "");
        stage.write(bare, empty);
        assertThat(find(stage, bare)).isEqualTo(bare);
        assertThat(find(stage, empty)).isEqualTo(empty);
    }

    /** S4: texts of outcomes. */
    @Test
    @DisplayName("S4 diagnostics come back as given: in their order, with line breaks, quotes, all scripts, or none")
    default void keepsDiagnostics() {
        Stage stage = Stage.of(this);
        List<Diagnostic> remarks =
                texts().stream().map(text -> new Diagnostic("rated", text)).toList();
        List<Diagnostic> plain = List.of(Diagnostic.of("z"), Diagnostic.of("a-1"), Diagnostic.of("z"));
        ContractId contract = new ContractId("tariff 'ß' \"x\"", "v 2\\");
        stage.process(entry(1, NOON), entry(2, NOON), entry(3, NOON));
        Run run = stage.start(NOON);
        Duration duration = Duration.ofSeconds(3).plus(MICRO);
        stage.with(transaction -> transaction
                .entries()
                .insertOutcomes(
                        APP,
                        List.of(
                                new NewOutcome("1", run.id(), OutcomeStatus.PROCESSED, contract, remarks, duration),
                                new NewOutcome("2", run.id(), OutcomeStatus.FAILED, null, plain, Duration.ZERO),
                                new NewOutcome(
                                        "3", run.id(), OutcomeStatus.NO_CONTRACT, null, List.of(), Duration.ZERO))));
        ActivityOutcome first = newest(stage, "1");
        assertThat(first.diagnostics()).isEqualTo(remarks);
        assertThat(first.contract()).isEqualTo(contract);
        assertThat(first.duration()).isEqualTo(duration);
        assertThat(newest(stage, "2").diagnostics()).isEqualTo(plain);
        assertThat(newest(stage, "2").contract()).isNull();
        assertThat(newest(stage, "3").diagnostics()).isEmpty();
    }

    /** S4: texts of runs. */
    @Test
    @DisplayName("S4 all that was asked for in a request comes back in the report")
    default void keepsRequests() {
        Stage stage = Stage.of(this);
        for (String text : texts()) {
            RerunRequest request = RerunRequest.after(NOON)
                    .endingAt(NOON.plusSeconds(1))
                    .ofApp(text)
                    .onBehalfOf(text)
                    .because(text)
                    .once(text)
                    .withEntriesWithoutContract();
            Selection selection = new Selection(text, NOON, NOON.plusSeconds(1), NOON, true, 1);
            long id = stage.runId();
            stage.with(transaction -> {
                transaction.runs().closeEpoch(text);
                transaction.runs().insert(new NewRun(id, request, selection, Duration.ofDays(7), 3));
            });
            RerunReport report =
                    stage.in(transaction -> transaction.runs().report(id)).orElseThrow();
            assertThat(report.request()).isEqualTo(request);
            assertThat(report.app()).isEqualTo(text);
            assertThat(report.retention()).isEqualTo(Duration.ofDays(7));
        }
    }

    private static ActivityOutcome newest(Stage stage, String entryId) {
        return stage.in(transaction -> transaction.entries().outcomes(APP, entryId))
                .get(0);
    }

    private static @Nullable RegisterItem find(Stage stage, RegisterItem item) {
        ItemKey key = ItemKey.of(item);
        return stage.<@Nullable RegisterItem>in(transaction -> {
            var found = transaction.items().find(APP, Set.of(key)).get(key);
            return found == null ? null : found.item();
        });
    }

    private static List<Instant> instants() {
        return List.of(
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59.999999Z"),
                Instant.parse("1582-10-10T00:00:00Z"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.EPOCH,
                Instant.parse("2026-03-29T01:30:00.000001Z"),
                Instant.parse("2026-10-25T00:30:00.123456Z"),
                Instant.parse("2026-10-25T01:30:00.123456Z"),
                Instant.parse("2038-01-19T03:14:08.999999Z"));
    }

    private static List<String> texts() {
        return List.of(
                "plain",
                "it's \"quoted\" and `ticked`",
                " blanks around ",
                "line\nbreak\r\nand\ttab",
                "back\\slash \\n %s ${x} {} ? :name",
                "x'; drop table rerun; --",
                "ÄÖÜ ß é e\u0301",
                "码头 пристань اسكله",
                "\uD83D\uDEA2 beyond the basic plane",
                "[{\"json\": null}], a,b;c|d");
    }

    private static RegisterItem numbered(String number) {
        BigDecimal value = new BigDecimal(number);
        return new RegisterItem(
                "dues",
                "number " + number,
                "quay",
                NOON,
                value,
                "EUR",
                value,
                null,
                null,
                false,
                null,
                null,
                null,
                null);
    }

    private static RegisterItem texted(String text, @Nullable String refersTo, @Nullable String detail) {
        return new RegisterItem(
                text,
                text,
                text,
                NOON,
                BigDecimal.ONE,
                text,
                BigDecimal.ONE,
                refersTo,
                detail,
                false,
                null,
                new ContractId(text, text),
                null,
                900_123L);
    }
}
