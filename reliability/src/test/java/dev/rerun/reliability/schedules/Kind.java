package dev.rerun.reliability.schedules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What kinds of things happen, how often, and what each means where the model stands. */
enum Kind {
    LIVE(6) {
        @Override
        Deed of(AppModel app, TownModel model, Random random) {
            List<Visit> visits = new ArrayList<>();
            int known = app.visits.isEmpty() ? 0 : app.visits.lastKey();
            int count = 1 + random.nextInt(3);
            for (int id = known + 1; id <= known + count; id++) {
                visits.add(visit(id, random));
            }
            if (known > 0 && random.nextInt(3) == 0) {
                visits.add(pick(List.copyOf(app.visits.values()), random));
            }
            return new Deed.Live(app.name, visits);
        }
    },
    WORK(16) {
        @Override
        Deed of(AppModel app, TownModel model, Random random) {
            return new Deed.Work();
        }
    },
    START(5) {
        @Override
        @Nullable
        Deed of(AppModel app, TownModel model, Random random) {
            Request request = new Request(
                    random.nextInt(3) == 0 ? -1 : random.nextInt(Visit.END),
                    random.nextInt(4) == 0 ? 1 + random.nextInt(12) : null,
                    random.nextInt(4) == 0 ? 1 + random.nextInt(8) : null,
                    random.nextBoolean());
            // A run without entries takes up to a second until it is over, so there are few.
            boolean empty = app.selected(request).isEmpty() && random.nextInt(10) > 0;
            return empty ? null : new Deed.Start(app.name, request);
        }
    },
    PAUSE(2) {
        @Override
        @Nullable
        Deed of(AppModel app, TownModel model, Random random) {
            return steer(Deed.Command.PAUSE, app, random);
        }
    },
    RESUME(4) {
        @Override
        @Nullable
        Deed of(AppModel app, TownModel model, Random random) {
            return steer(Deed.Command.RESUME, app, random);
        }
    },
    CANCEL(2) {
        @Override
        @Nullable
        Deed of(AppModel app, TownModel model, Random random) {
            return steer(Deed.Command.CANCEL, app, random);
        }
    },
    RETRY(3) {
        @Override
        @Nullable
        Deed of(AppModel app, TownModel model, Random random) {
            return steer(Deed.Command.RETRY, app, random);
        }
    },
    PURGE(1) {
        @Override
        Deed of(AppModel app, TownModel model, Random random) {
            return new Deed.Purge(app.name);
        }
    },
    INVOICE(4) {
        @Override
        @Nullable
        Deed of(AppModel app, TownModel model, Random random) {
            String item = item(app, random);
            return item == null ? null : new Deed.Invoice(app.name, item, "INV-" + random.nextInt(9));
        }
    },
    WRITE(2) {
        @Override
        Deed of(AppModel app, TownModel model, Random random) {
            String uniqueKey = "ui:" + app.register.size() + ":" + random.nextInt(1_000_000);
            return new Deed.Write(app.name, Fee.written(uniqueKey, key(random), random.nextInt(Visit.END)));
        }
    },
    EDIT(3) {
        @Override
        @Nullable
        Deed of(AppModel app, TownModel model, Random random) {
            String item = item(app, random);
            return item == null ? null : new Deed.Edit(app.name, item, BigDecimal.valueOf(random.nextInt(2000), 2));
        }
    },
    REMOVE(1) {
        @Override
        @Nullable
        Deed of(AppModel app, TownModel model, Random random) {
            String item = item(app, random);
            return item == null ? null : new Deed.Remove(app.name, item);
        }
    },
    PRICES(3) {
        @Override
        Deed of(AppModel app, TownModel model, Random random) {
            return new Deed.Prices(new PriceList(model.prices.number() + 1));
        }
    };

    private static final int KEYS = 3;

    /** How often it comes, against others. */
    final int weight;

    Kind(int weight) {
        this.weight = weight;
    }

    /** What it means; null if there is nothing to do it to. */
    abstract @Nullable Deed of(AppModel app, TownModel model, Random random);

    /** What may happen while it does, so that the outcome is that of the one and then the other. */
    Set<Kind> meanwhile() {
        return switch (this) {
            case START -> EnumSet.of(INVOICE, EDIT, REMOVE, START, WORK, PAUSE, RESUME, CANCEL, RETRY, PURGE);
            case WORK -> EnumSet.of(INVOICE, PAUSE, RESUME, CANCEL, START, WORK);
            case PAUSE, RESUME -> EnumSet.of(INVOICE, WORK, PAUSE, RESUME, CANCEL, START, RETRY);
            case CANCEL -> EnumSet.of(INVOICE, EDIT, REMOVE, WORK, PAUSE, RESUME, CANCEL, RETRY, START);
            case RETRY -> EnumSet.of(INVOICE, WORK, PAUSE, CANCEL, RETRY, START);
            case LIVE -> EnumSet.of(START, INVOICE, LIVE);
            default -> EnumSet.noneOf(Kind.class);
        };
    }

    static Visit visit(int id, Random random) {
        return new Visit(
                id,
                key(random),
                // Of a coarse grid, so that several come together.
                5 * random.nextInt(Visit.END / 5),
                1 + random.nextInt(4),
                random.nextInt(8) > 0);
    }

    private static String key(Random random) {
        return "k" + random.nextInt(KEYS);
    }

    private static @Nullable Deed steer(Deed.Command command, AppModel app, Random random) {
        if (app.runs.isEmpty()) {
            return null;
        }
        RunModel newest = app.runs.get(app.runs.size() - 1);
        RunModel run = random.nextInt(4) == 0 ? pick(app.runs, random) : newest;
        return new Deed.Steer(command, app.name, run.name);
    }

    private static @Nullable String item(AppModel app, Random random) {
        return app.register.isEmpty() ? null : pick(List.copyOf(app.register.keySet()), random);
    }

    private static <T> T pick(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
