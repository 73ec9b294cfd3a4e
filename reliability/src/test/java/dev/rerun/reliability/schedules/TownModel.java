package dev.rerun.reliability.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the whole database must say. */
final class TownModel {
    final List<AppModel> apps = new ArrayList<>();
    PriceList prices = new PriceList(0);

    TownModel(List<String> names) {
        names.forEach(name -> apps.add(new AppModel(name)));
    }

    private TownModel(TownModel of) {
        of.apps.forEach(app -> apps.add(app.copy()));
        prices = of.prices;
    }

    TownModel copy() {
        return new TownModel(this);
    }

    AppModel app(String name) {
        return apps.stream().filter(app -> app.name.equals(name)).findFirst().orElseThrow();
    }

    boolean workable() {
        return apps.stream().flatMap(app -> app.runs.stream()).anyMatch(RunModel::workable);
    }

    /** A run begins in a transaction of its own: what there may be when the first batch of one comes to nothing. */
    List<TownModel> withARunBegun() {
        List<TownModel> begun = new ArrayList<>();
        for (int i = 0; i < apps.size(); i++) {
            RunModel active = apps.get(i).active();
            if (active != null && active.status.equals("QUEUED")) {
                TownModel copy = copy();
                Objects.requireNonNull(copy.apps.get(i).active()).status = "RUNNING";
                begun.add(copy);
            }
        }
        return begun;
    }

    /**
     * Processes what runs have processed since.
     *
     * @param inDatabase by app and run, all visits of which the database says that they were processed
     * @param settles whether runs that have nothing left, or are at their gates, end or pause at once; another transaction does
     *     that, and something may come between
     * @return whether there were any
     */
    boolean work(Map<String, Map<String, Set<Integer>>> inDatabase, boolean settles) {
        boolean any = false;
        for (AppModel app : apps) {
            for (RunModel run : app.runs) {
                Set<Integer> processed =
                        inDatabase.getOrDefault(app.name, Map.of()).getOrDefault(run.name, Set.of());
                any |= !run.processed().containsAll(processed);
                String problem = app.work(run, processed, prices, settles);
                if (problem != null) {
                    throw new Impossible(problem);
                }
            }
        }
        return any;
    }

    /** What has nothing left, or is at its gate, ends or pauses now. */
    void settle() {
        for (AppModel app : apps) {
            RunModel active = app.active();
            if (active != null && active.status.equals("RUNNING")) {
                active.settle();
            }
        }
    }

    /** All of it, in lines. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        apps.forEach(app -> app.addLines(lines));
        return lines;
    }

    /** Which run says the newest of each visit. */
    List<String> newest() {
        return apps.stream().flatMap(AppModel::newest).toList();
    }
}
