package dev.rerun.reliability.histories;

import dev.rerun.reliability.histories.Evidence.Item;
import dev.rerun.reliability.histories.NaiveTruck.Line;
import dev.rerun.reliability.histories.Said.Thing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an app's register must be after a rerun of everything, calculated from scratch around what stays. */
final class FromScratch {
    private final String app;
    private final PriceList prices;
    private final long run;
    private final Map<Long, Crossing> crossings;

    /** By which prices which run calculated. */
    FromScratch(String app, Journal journal, PriceList prices, long run) {
        this.app = app;
        this.prices = prices;
        this.run = run;
        this.crossings = journal.crossings(app).stream()
                .map(Journal.Known::crossing)
                .collect(Collectors.toMap(Crossing::id, crossing -> crossing));
    }

    /** What is otherwise, given what was there before. */
    List<String> otherwise(Evidence before, Evidence after) {
        Map<String, String> expected = new LinkedHashMap<>();
        Map<String, List<Line>> register = new LinkedHashMap<>();
        for (Item item : before.items) {
            Crossing crossing = item.entry() == null ? null : crossings.get(item.entry());
            boolean goes = crossing != null && isSelected(crossing) && item.invoice() == null;
            if (item.app().equals(app) && !goes) {
                expected.put(item.uniqueKey(), item.line());
                linesOf(register, item.truck()).add(new Line(crossing, item.time(), item.amount(), item.units()));
            }
        }
        crossings.values().stream().sorted().filter(FromScratch::isSelected).forEach(crossing -> {
            if (prices.covers(crossing.hasPlate())) {
                bill(crossing, linesOf(register, crossing.truck()), expected);
            }
        });
        return compare(expected, after);
    }

    private static List<Line> linesOf(Map<String, List<Line>> register, String truck) {
        return register.computeIfAbsent(truck, name -> new ArrayList<>());
    }

    private static boolean isSelected(Crossing crossing) {
        return !crossing.recorded().isBefore(World.NOW.minus(World.RETENTION));
    }

    private void bill(Crossing crossing, List<Line> lines, Map<String, String> expected) {
        Map<String, Thing> bill = NaiveTruck.bill(crossing, prices, lines);
        bill.forEach((key, thing) -> {
            if (!expected.containsKey(key)) {
                long time = Retelling.micros(crossing.dated());
                lines.add(new Line(crossing, time, thing.amount(), thing.units()));
                expected.put(key, made(key, crossing, thing));
            }
        });
    }

    private String made(String key, Crossing crossing, Thing thing) {
        return Facts.of(
                key,
                crossing.truck(),
                Retelling.micros(crossing.dated()),
                thing.amount(),
                thing.units(),
                thing.detail(),
                prices.version(),
                crossing.id(),
                run);
    }

    private List<String> compare(Map<String, String> expected, Evidence after) {
        List<String> otherwise = new ArrayList<>();
        for (Item item : after.items) {
            if (!item.app().equals(app)) {
                continue;
            }
            String made = Facts.of(
                    item.uniqueKey(),
                    item.truck(),
                    item.time(),
                    item.amount(),
                    item.units(),
                    item.detail(),
                    item.version(),
                    item.entry(),
                    item.run());
            String line = expected.remove(item.uniqueKey());
            if (!made.equals(line) && !item.line().equals(line)) {
                otherwise.add("from scratch, " + app + " has " + line + ", and not " + item.line());
            }
        }
        expected.values()
                .forEach(line -> otherwise.add("from scratch, " + app + " has " + line + ", which is missing"));
        return otherwise;
    }
}
