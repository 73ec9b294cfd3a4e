package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.Contract;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunNotAuthorizedException;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.Handling;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host gives to its engine, and what is refused of it. */
class WiringTest {
    private static final Instant NOON = Sighted.NOON;

    private static RerunEngines.Builder builder() {
        return RerunEngines.builder();
    }

    @Nested
    class Settings {
        private void takes(Function<Integer, ?> setting, int least, int most, String name) {
            assertThat(setting.apply(least)).isNotNull();
            assertThat(setting.apply(most)).isNotNull();
            for (int outside : new int[] {least - 1, most + 1}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> setting.apply(outside))
                        .withMessage(name + " " + outside + " is out of range; give " + least + " to " + most);
            }
        }

        @Test
        void numbersHaveBoundsThatBelongToThem() {
            takes(builder()::workers, 0, RerunEngine.MOST_WORKERS, "workers");
            takes(builder()::lanes, 1, 4096, "lanes");
            takes(builder()::batchSize, 1, 10_000, "batchSize");
            takes(tries -> builder().tryAgain(error -> true, tries), 1, 100, "tries");
        }

        @ParameterizedTest
        @CsvSource({"PT1S, P30D, PT0.999S, P30DT0.001S"})
        void stalledAfterHasBounds(Duration least, Duration most, Duration less, Duration more) {
            assertThat(builder().stalledAfter(least).stalledAfter(most)).isNotNull();
            for (Duration outside : List.of(less, more)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> builder().stalledAfter(outside))
                        .withMessageContaining(
                                "stalledAfter " + outside + " is out of range; give at least one second");
            }
        }

        @ParameterizedTest
        @CsvSource({"PT0.001S, P1D, PT0S, P1DT0.001S"})
        void entryTimeLimitHasBounds(Duration least, Duration most, Duration less, Duration more) {
            assertThat(builder().entryTimeLimit(least).entryTimeLimit(most)).isNotNull();
            for (Duration outside : List.of(less, more)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> builder().entryTimeLimit(outside))
                        .withMessageContaining("entryTimeLimit " + outside);
            }
        }

        @Test
        void retentionIsOfWholeSeconds() {
            assertThat(builder().retention(Duration.ofSeconds(1)).retention(Duration.ofDays(365_000)))
                    .isNotNull();
            for (Duration outside : List.of(
                    Duration.ofMillis(1500),
                    Duration.ZERO,
                    Duration.ofDays(365_000).plusSeconds(1))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> builder().retention(outside))
                        .withMessageContaining("retention " + outside);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " "})
        void anAppsNameIsNotBlank(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder().app(name))
                    .withMessageContaining("the default app's name is blank");
        }

        @Test
        void whatIsRequiredIsAskedFor() {
            FakeStore store = new FakeStore((question, arguments) -> null);
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder().build())
                    .withMessage("the engine has no store; give one with store(...)");
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder().store(store).build())
                    .withMessage("the engine has no contract resolver; give one with contracts(...)");
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder()
                            .store(store)
                            .contracts(entry -> Optional.empty())
                            .build())
                    .withMessageContaining("no contract logic is known; give one with logic(...)");
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder()
                            .store(store)
                            .handler((entry, attempt) -> Handling.succeeded())
                            .logic(logic("flat"))
                            .build())
                    .withMessageContaining("give one or the other");
        }

        @Test
        void anEngineOfAHandlerNeedsNoMore() {
            FakeStore store = new FakeStore((question, arguments) -> List.of());
            try (RerunEngine engine = builder()
                    .store(store)
                    .handler((entry, attempt) -> Handling.succeeded())
                    .workers(0)
                    .build()) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> engine.process(List.of()))
                        .withMessageContaining("has a handler and no contracts");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> engine.start(RerunRequest.after(NOON).ofApp("workshop")))
                        .withMessageContaining("give RerunRequest.where(query)");
            }
        }
    }

    private static ContractLogic logic(@Nullable String name) {
        return new ContractLogic() {
            @Override
            @SuppressWarnings("NullAway") // as a plug-in may that nobody checks
            public String name() {
                return name;
            }

            @Override
            public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
                return LogicResult.nothing("noted");
            }
        };
    }

    @Nested
    class Catalog {
        @Test
        void findsLogicByItsName() {
            ContractLogic flat = logic("flat");
            LogicCatalog catalog = LogicCatalog.of(List.of(logic("tiered"), flat));

            assertThat(catalog.named("flat")).isSameAs(flat);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> catalog.named("step"))
                    .withMessage("no contract logic 'step' is known; known are [flat, tiered]");
        }

        @Test
        void takesEachNameOnceAndNoneThatIsMissing() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> LogicCatalog.of(List.of(logic("flat"), logic("flat"))))
                    .withMessageContaining("contract logic 'flat' exists twice");
            for (String name : new String[] {null, " "}) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> LogicCatalog.of(List.of(logic(name))))
                        .withMessageContaining("has no name; let name() return one");
            }
        }
    }

    @Nested
    class PermissionToAct {
        @Test
        void isTheHostsToGive() {
            new Permission(null).require(Actor.HOST, RerunAction.START, "billing");
            assertThatExceptionOfType(RerunNotAuthorizedException.class)
                    .isThrownBy(() -> new Permission(null).require(Actor.named("ann"), RerunAction.START, "billing"))
                    .withMessageContaining("knows no authorizer");
            Permission annMayPause = new Permission((caller, action, app) ->
                    caller.equals("ann") && action == RerunAction.PAUSE && app.equals("billing"));
            annMayPause.require(Actor.named("ann"), RerunAction.PAUSE, "billing");
            assertThatExceptionOfType(RerunNotAuthorizedException.class)
                    .isThrownBy(() -> annMayPause.require(Actor.named("ann"), RerunAction.PAUSE, "payroll"))
                    .withMessageContaining("ask someone who may");
        }
    }

    @Nested
    class PolicyOfTheHost {
        private Policy policy(@Nullable Clock clock) {
            return new Policy(Duration.ofDays(45), clock, 8, 10, List.of(), Duration.ofMinutes(1), 1, null);
        }

        @Test
        void nowIsTheClocksInMicrosecondsOrElseTheStores() {
            Clock clock = Clock.fixed(NOON.plusNanos(1_999), ZoneOffset.UTC);
            FakeStore store = new FakeStore((question, arguments) -> NOON.plusSeconds(1));

            assertThat(store.<Instant>transaction(tx -> policy(clock).now(tx))).isEqualTo(NOON.plusNanos(1_000));
            assertThat(store.<Instant>transaction(tx -> policy(null).now(tx))).isEqualTo(NOON.plusSeconds(1));
        }

        @Test
        void aCutoffMayBeNowAndNotLater() {
            policy(null).requirePast(NOON, NOON);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> policy(null).requirePast(NOON.plusNanos(1), NOON))
                    .withMessageContaining("is in the future");
        }

        @Test
        void aRunHasFewerLanesIfFewerBatchesMayBeUnderWay() {
            assertThat(policy(null).lanesOf(RerunOptions.DEFAULT)).isEqualTo(8);
            assertThat(policy(null).lanesOf(RerunOptions.DEFAULT.batchesAtOnce(3)))
                    .isEqualTo(3);
            assertThat(policy(null).lanesOf(RerunOptions.DEFAULT.batchesAtOnce(30)))
                    .isEqualTo(8);
            assertThat(policy(null).lanesOf(RerunOptions.DEFAULT.pauseBetweenEntries(Duration.ofMillis(1))))
                    .isEqualTo(1);
        }

        @Test
        void whatAHandlerHandlesKnowsNeitherRetentionNorContracts() {
            assertThat(policy(null).selection(RerunRequest.after(NOON), "billing", NOON, 3))
                    .isEqualTo(new Selection("billing", NOON, null, NOON.minus(Duration.ofDays(45)), false, 3));
            Selection handled = policy(null).selection(RerunRequest.where(EntryQuery.all()), "workshop", NOON, 3);
            assertThat(handled.retainedFrom()).isEqualTo(RerunRequest.BEGINNING);
            assertThat(handled.includeWithoutContract()).isTrue();
        }
    }
}
