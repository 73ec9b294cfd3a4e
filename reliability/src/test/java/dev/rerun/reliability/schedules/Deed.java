package dev.rerun.reliability.schedules;

import dev.rerun.api.ActiveRerunException;
import dev.rerun.api.Actor;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunException;
import dev.rerun.api.RerunStateException;
import dev.rerun.api.UnknownRerunException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** What somebody does to the town, and what that must do to the model. */
sealed interface Deed {
    /** It was carried out. */
    String DONE = "done";

    /** It was refused, since it means nothing now. */
    String REFUSED = "refused";

    /** How an engine says so. */
    Set<Class<? extends RerunException>> REFUSALS =
            Set.of(RerunStateException.class, ActiveRerunException.class, UnknownRerunException.class);

    /** Does it through an engine, and returns what came of it. */
    String perform(Town town, int engine);

    /** Does it to the model, and returns what must have come of it. */
    String apply(TownModel model, Map<String, Map<String, Set<Integer>>> inDatabase);

    /** What may come of it if it fails on the way, other than nothing. */
    default List<? extends Deed> parts() {
        return List.of(this);
    }

    /** Entries that come in. */
    record Live(String app, List<Visit> visits) implements Deed {
        @Override
        public String perform(Town town, int engine) {
            town.engine(engine)
                    .process(visits.stream().map(visit -> visit.entry(app)).toList());
            return DONE;
        }

        @Override
        public String apply(TownModel model, Map<String, Map<String, Set<Integer>>> inDatabase) {
            model.app(app).processFirst(visits, model.prices);
            return DONE;
        }

        /** The first so many of them: they are committed in the order of their sequence, some at a time. */
        @Override
        public List<Live> parts() {
            List<Visit> sequence = visits.stream().sorted(Visit.SEQUENCE).toList();
            return IntStream.rangeClosed(1, sequence.size())
                    .mapToObj(count -> new Live(app, sequence.subList(0, count)))
                    .toList();
        }
    }

    /** A worker's batch. */
    record Work() implements Deed {
        static final String WORKED = "worked";
        static final String IDLE = "found nothing to do";

        @Override
        public String perform(Town town, int engine) {
            return town.work(engine) ? WORKED : IDLE;
        }

        @Override
        public String apply(TownModel model, Map<String, Map<String, Set<Integer>>> inDatabase) {
            return model.work(inDatabase, true) ? WORKED : IDLE;
        }
    }

    /** A start. */
    record Start(String app, Request request) implements Deed {
        @Override
        public String perform(Town town, int engine) {
            return accepted(() -> town.engine(engine).start(request.of(app)));
        }

        @Override
        public String apply(TownModel model, Map<String, Map<String, Set<Integer>>> inDatabase) {
            return model.app(app).start(request) == null ? REFUSED : DONE;
        }
    }

    /** What an operator does to a run. */
    enum Command {
        PAUSE((engine, id) -> engine.pause(id, Actor.HOST), (app, run) -> {
            if (!run.status.equals("QUEUED") && !run.status.equals("RUNNING")) {
                return false;
            }
            run.pause();
            return true;
        }),
        RESUME((engine, id) -> engine.resume(id, Actor.HOST), (app, run) -> {
            if (!run.status.equals("PAUSED")) {
                return false;
            }
            run.resume();
            return true;
        }),
        CANCEL((engine, id) -> engine.cancel(id, Actor.HOST), (app, run) -> {
            if (run.over()) {
                return false;
            }
            app.cancel(run);
            return true;
        }),
        RETRY((engine, id) -> engine.retryFailed(id, Actor.HOST), (app, run) -> {
            if (!run.status.equals("COMPLETED_WITH_FAILURES") || run != app.runs.get(app.runs.size() - 1)) {
                return false;
            }
            app.retry(run);
            return true;
        });

        @SuppressWarnings("ImmutableEnumChecker") // without state
        private final BiConsumer<RerunEngine, Long> engine;

        @SuppressWarnings("ImmutableEnumChecker") // without state
        private final BiPredicate<AppModel, RunModel> model;

        Command(BiConsumer<RerunEngine, Long> engine, BiPredicate<AppModel, RunModel> model) {
            this.engine = engine;
            this.model = model;
        }
    }

    /** A command. */
    record Steer(Command command, String app, String run) implements Deed {
        @Override
        public String perform(Town town, int engine) {
            if (command == Command.RETRY) {
                town.awaitSwept();
            }
            return accepted(() -> command.engine.accept(town.engine(engine), town.run(app, run)));
        }

        @Override
        public String apply(TownModel model, Map<String, Map<String, Set<Integer>>> inDatabase) {
            AppModel of = model.app(app);
            return of.runs.stream()
                            .filter(candidate -> candidate.name.equals(run))
                            .anyMatch(candidate -> command.model.test(of, candidate))
                    ? DONE
                    : REFUSED;
        }
    }

    /** All runs of an app that are over are forgotten. */
    record Purge(String app) implements Deed {
        @Override
        public String perform(Town town, int engine) {
            town.awaitSwept();
            return accepted(() -> town.engine(engine).purge(app, Duration.ZERO));
        }

        @Override
        public String apply(TownModel model, Map<String, Map<String, Set<Integer>>> inDatabase) {
            if (model.app(app).active() != null) {
                return REFUSED;
            }
            model.app(app).purge();
            return DONE;
        }
    }

    /** An item goes on an invoice. */
    record Invoice(String app, String item, String number) implements Deed {
        @Override
        public String perform(Town town, int engine) {
            return town.changeItem("update register_item set invoice_id = '" + number + "'", app, item);
        }

        @Override
        public String apply(TownModel model, Map<String, Map<String, Set<Integer>>> inDatabase) {
            return model.app(app).register.computeIfPresent(item, (key, fee) -> fee.onInvoice(number)) == null
                    ? REFUSED
                    : DONE;
        }
    }

    /** A person changes an amount. */
    record Edit(String app, String item, BigDecimal amount) implements Deed {
        @Override
        public String perform(Town town, int engine) {
            return town.changeItem("update register_item set amount = " + amount, app, item);
        }

        @Override
        public String apply(TownModel model, Map<String, Map<String, Set<Integer>>> inDatabase) {
            return model.app(app).register.computeIfPresent(item, (key, fee) -> fee.edited(amount)) == null
                    ? REFUSED
                    : DONE;
        }
    }

    /** A person deletes an item. */
    record Remove(String app, String item) implements Deed {
        @Override
        public String perform(Town town, int engine) {
            return town.changeItem("delete from register_item", app, item);
        }

        @Override
        public String apply(TownModel model, Map<String, Map<String, Set<Integer>>> inDatabase) {
            return model.app(app).register.remove(item) == null ? REFUSED : DONE;
        }
    }

    /** A person writes an item. */
    record Write(String app, Fee fee) implements Deed {
        @Override
        public String perform(Town town, int engine) {
            town.write(app, fee);
            return DONE;
        }

        @Override
        public String apply(TownModel model, Map<String, Map<String, Set<Integer>>> inDatabase) {
            model.app(app).register.put(fee.uniqueKey(), fee);
            return DONE;
        }
    }

    /** Another price list comes into effect, in all processes. */
    record Prices(PriceList list) implements Deed {
        @Override
        public String perform(Town town, int engine) {
            town.logic.prices = list;
            return DONE;
        }

        @Override
        public String apply(TownModel model, Map<String, Map<String, Set<Integer>>> inDatabase) {
            model.prices = list;
            return DONE;
        }
    }

    /** Whether an engine did what it was told, or said that it means nothing now. */
    private static String accepted(Runnable command) {
        try {
            command.run();
            return DONE;
        } catch (RerunException e) {
            if (REFUSALS.contains(e.getClass())) {
                return REFUSED;
            }
            throw e;
        }
    }
}
