package dev.rerun.reliability.schedules;

import dev.rerun.api.KeptReason;
import dev.rerun.reliability.harbour.Line;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that is known of an app, changed in one thread with plain loops. It shares no code with the engine. */
final class AppModel {
    static final String FIRST = "first";

    final String name;
    final TreeMap<Integer, Visit> visits = new TreeMap<>();
    final TreeMap<String, Fee> register = new TreeMap<>();
    final List<RunModel> runs = new ArrayList<>();
    private final Map<Integer, Map<String, String>> outcomes = new TreeMap<>();
    private int started;

    AppModel(String name) {
        this.name = name;
    }

    AppModel copy() {
        AppModel copy = new AppModel(name);
        copy.visits.putAll(visits);
        copy.register.putAll(register);
        runs.forEach(run -> copy.runs.add(run.copy()));
        outcomes.forEach((visit, said) -> copy.outcomes.put(visit, new HashMap<>(said)));
        copy.started = started;
        return copy;
    }

    static String error(int visit) {
        return "java.lang.IllegalStateException: no price for visit " + visit;
    }

    @Nullable
    RunModel active() {
        return runs.stream().filter(run -> !run.over()).findFirst().orElse(null);
    }

    void processFirst(Collection<Visit> entries, PriceList prices) {
        for (Visit visit : entries.stream().sorted(Visit.SEQUENCE).toList()) {
            if (visits.putIfAbsent(visit.id(), visit) == null) {
                process(visit, prices, null);
            }
        }
    }

    /** Returns whether it was calculated. */
    private boolean process(Visit visit, PriceList prices, @Nullable RunModel run) {
        if (!visit.billable()) {
            say(visit, run, "NO_CONTRACT", null, "no-contract");
        } else if (prices.refuses(visit.id())) {
            say(visit, run, "FAILED", prices.version(), "failed: " + error(visit.id()));
            return false;
        } else {
            bill(visit, prices, run);
        }
        return true;
    }

    private void bill(Visit visit, PriceList prices, @Nullable RunModel run) {
        int earlier = 0;
        BigDecimal total = BigDecimal.ZERO;
        for (Fee fee : register.values()) {
            if (fee.key().equals(visit.key()) && fee.isBefore(visit)) {
                earlier += fee.units();
                total = total.add(fee.amount());
            }
        }
        int paid = 0;
        for (int unit = earlier + 1; unit <= earlier + visit.units(); unit++) {
            if (unit % TotalFee.UNITS_TO_A_FREE_ONE != 0) {
                paid++;
            }
        }
        BigDecimal amount = prices.rate().multiply(BigDecimal.valueOf(paid));
        String key = visit.id() + ":fee";
        String remark = "billed: " + paid + " of " + visit.units();
        Fee there = register.get(key);
        if (there == null) {
            Fee fee = new Fee(
                    key,
                    visit.id(),
                    visit.key(),
                    visit.hour(),
                    amount,
                    amount,
                    visit.units(),
                    "total " + Line.plain(total.add(amount)),
                    prices.version(),
                    null,
                    null);
            register.put(key, run == null ? fee : fee.of(run.name));
            if (run != null) {
                run.created++;
            }
        } else if (run != null) {
            run.retained++;
            remark += "; retained: " + TotalFee.REGISTER + "/" + key + " stays (INVOICED) with "
                    + Line.plain(there.amount()) + " EUR; calculated " + Line.plain(amount) + " EUR, difference "
                    + Line.plain(amount.subtract(there.amount())) + " EUR";
        }
        say(visit, run, "PROCESSED", prices.version(), remark);
    }

    private void say(Visit visit, @Nullable RunModel run, String status, @Nullable String version, String remarks) {
        String by = run == null ? FIRST : run.name;
        String line = Line.of("outcome", name, Integer.toString(visit.id()), by, status, version, remarks);
        if (outcomes.computeIfAbsent(visit.id(), id -> new HashMap<>()).put(by, line) != null) {
            throw new IllegalStateException("visit " + visit.id() + " has two outcomes of " + by);
        }
    }

    List<Visit> selected(Request request) {
        return visits.values().stream()
                .filter(visit ->
                        visit.hour() > request.cutoff() && visit.hour() >= Visit.RETAINED_FROM && visit.billable())
                .sorted(Visit.SEQUENCE)
                .limit(request.limit() == null ? Long.MAX_VALUE : request.limit())
                .toList();
    }

    /** Returns the run, or null if it is refused. */
    @Nullable
    RunModel start(Request request) {
        if (active() != null) {
            return null;
        }
        List<Visit> selected = visits.values().stream()
                .filter(visit ->
                        visit.hour() > request.cutoff() && visit.hour() >= Visit.RETAINED_FROM && visit.billable())
                .sorted(Visit.SEQUENCE)
                .limit(request.limit() == null ? Long.MAX_VALUE : request.limit())
                .toList();
        RunModel run = new RunModel(
                "R" + ++started,
                selected,
                request.holds(),
                request.firstOnly() == null || request.firstOnly() >= selected.size() ? null : request.firstOnly());
        Set<Integer> ids = new HashSet<>();
        selected.forEach(visit -> ids.add(visit.id()));
        for (Fee fee : List.copyOf(register.values())) {
            KeptReason reason = whyKept(fee, request.cutoff(), ids);
            if (reason == null && fee.visit() != null) {
                run.archive.put(fee.visit(), fee);
                register.remove(fee.uniqueKey());
                run.deleted++;
            } else if (reason != null) {
                run.kept.merge(reason, 1, Integer::sum);
            }
        }
        if (selected.isEmpty()) {
            run.status = "COMPLETED";
        }
        runs.add(run);
        return run;
    }

    boolean newestSelectedNothing() {
        return !runs.isEmpty() && runs.get(runs.size() - 1).total == 0;
    }

    private static @Nullable KeptReason whyKept(Fee fee, int cutoff, Set<Integer> selected) {
        if (fee.hour() <= cutoff) {
            return KeptReason.OUTSIDE_WINDOW;
        } else if (fee.visit() == null) {
            return KeptReason.UI_CREATED;
        } else if (fee.invoice() != null) {
            return KeptReason.INVOICED;
        } else if (fee.hour() < Visit.RETAINED_FROM) {
            return KeptReason.PAST_RETENTION;
        }
        return selected.contains(fee.visit()) ? null : KeptReason.NOT_SELECTED;
    }

    /** Processes what the database says was processed since, which must be the next ones of each key. */
    @Nullable
    String work(RunModel run, Set<Integer> inDatabase, PriceList prices, boolean settles) {
        Set<Integer> since = new HashSet<>(inDatabase);
        since.removeAll(run.processed());
        if (since.isEmpty()) {
            return null;
        }
        Set<String> passed = new HashSet<>();
        List<Visit> batch = new ArrayList<>();
        for (Visit visit : run.queue) {
            if (!since.contains(visit.id())) {
                passed.add(visit.key());
            } else if (passed.contains(visit.key())) {
                return "visit " + visit.id() + " of " + name + " was processed before an earlier one of its key";
            } else {
                batch.add(visit);
            }
        }
        if (batch.size() < since.size()) {
            return "processed, but not outstanding in " + run.name + " of " + name + ": " + since;
        }
        if (!run.workable()) {
            return run.name + " of " + name + " is " + run.status + ", and processed " + since;
        }
        run.queue.removeAll(batch);
        for (Visit visit : batch) {
            Integer holder = run.holder(visit.key());
            if (holder != null) {
                run.held.put(visit.id(), holder);
            } else if (process(visit, prices, run)) {
                run.done.add(visit.id());
            } else {
                run.fail(visit);
            }
        }
        run.status = "RUNNING";
        if (settles) {
            run.settle();
        }
        return null;
    }

    void cancel(RunModel run) {
        forget(run, run.failed);
        for (Map.Entry<Integer, Fee> fee : List.copyOf(run.archive.entrySet())) {
            if (!run.done.contains(fee.getKey())) {
                register.put(fee.getValue().uniqueKey(), fee.getValue());
                run.archive.remove(fee.getKey());
                run.putBack++;
            }
        }
        run.status = "CANCELLED";
        run.commands.add("CANCEL");
    }

    void retry(RunModel run) {
        forget(run, run.failed);
        List<Visit> again = new ArrayList<>();
        for (int id : run.processed()) {
            if (!run.done.contains(id)) {
                again.add(visits.get(id));
            }
        }
        run.queueAgain(again);
    }

    private void forget(RunModel run, Set<Integer> failed) {
        for (int visit : failed) {
            Map<String, String> said = outcomes.get(visit);
            if (said != null) {
                said.remove(run.name);
            }
        }
    }

    /** What a run said stays only if it is the newest that is said of the entry. */
    void purge() {
        for (RunModel run : runs) {
            for (Map.Entry<Integer, Map<String, String>> said : outcomes.entrySet()) {
                if (!run.name.equals(newest(said.getValue().keySet()))) {
                    said.getValue().remove(run.name);
                }
            }
        }
        runs.clear();
    }

    /** Runs are numbered as they were started. */
    private static String newest(Set<String> sayers) {
        String newest = FIRST;
        for (String sayer : sayers) {
            if (number(sayer) > number(newest)) {
                newest = sayer;
            }
        }
        return newest;
    }

    private static int number(String sayer) {
        return sayer.equals(FIRST) ? 0 : Integer.parseInt(sayer.substring(1));
    }

    Stream<String> newest() {
        return outcomes.entrySet().stream()
                .map(said -> Line.of(
                        "newest",
                        name,
                        said.getKey().toString(),
                        newest(said.getValue().keySet())));
    }

    void addLines(List<String> lines) {
        register.values().forEach(fee -> lines.add(fee.text("register", name, null)));
        outcomes.values().forEach(said -> lines.addAll(said.values()));
        runs.forEach(run -> run.addLines(name, lines));
    }
}
