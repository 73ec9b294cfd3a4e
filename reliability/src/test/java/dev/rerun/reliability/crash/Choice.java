package dev.rerun.reliability.crash;

import dev.rerun.reliability.harbour.DatabaseKind;
import dev.rerun.reliability.harbour.Job;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which points are tried.
 *
 * @param kind on which kind of database
 * @param one this one alone, if it is not null
 * @param asked of which errands
 * @param most how many at most, of each errand one at least
 * @param twiceEach at each of how many who takes over dies too; zero for none
 * @param seed decides which points those are, and at which steps second processes die
 */
record Choice(DatabaseKind kind, @Nullable CrashPoint one, String asked, int most, int twiceEach, long seed) {
    private static final String DATABASE = "reliability.database";
    private static final String POINT = "reliability.point";
    private static final String POINTS = "reliability.points";
    private static final long SEED = Long.getLong("reliability.seed", 1);
    private static final int SAMPLE = 16;
    private static final int SMALL_SAMPLE = 2;

    /** What a person asks for with system properties; else a sample of all. */
    static Choice given() {
        String point = System.getProperty(POINT);
        String points = System.getProperty(POINTS);
        return new Choice(
                DatabaseKind.of(System.getProperty(DATABASE, DatabaseKind.POSTGRES.text())),
                point == null ? null : CrashPoint.of(point),
                points == null ? Errand.ALL : points,
                Integer.getInteger("reliability.most", points == null ? SAMPLE : Integer.MAX_VALUE),
                Integer.getInteger("reliability.twiceEach", points == null ? 5 : 0),
                SEED);
    }

    /** Whether a person asks for certain ones. */
    static boolean isGiven() {
        return Stream.of(DATABASE, POINT, POINTS).anyMatch(name -> System.getProperty(name) != null);
    }

    /** Some of the job that has most steps. */
    static Choice small(DatabaseKind kind) {
        return new Choice(kind, null, Job.START.text(), SMALL_SAMPLE, SMALL_SAMPLE, SEED);
    }

    /** One for each errand. */
    List<CrashPoint> survivors() {
        return Errand.on(kind).stream()
                .filter(errand -> one == null && errand.isAmong(asked))
                .map(errand -> CrashPoint.of(errand, 0))
                .toList();
    }

    /** The processes that survived tell which steps there are. */
    List<CrashPoint> among(List<Finding> survived) {
        if (one != null) {
            return List.of(one);
        }
        Random random = new Random(seed);
        List<CrashPoint> chosen = new ArrayList<>();
        List<CrashPoint> others = new ArrayList<>();
        for (Finding finding : survived) {
            int steps = finding.steps().size();
            List<CrashPoint> points = new ArrayList<>(IntStream.rangeClosed(1, steps)
                    .mapToObj(step ->
                            CrashPoint.of(finding.point().errand(), step).and(1 + random.nextInt(steps)))
                    .toList());
            Collections.shuffle(points, random);
            chosen.addAll(points.subList(0, Math.min(1, steps)));
            others.addAll(points.subList(Math.min(1, steps), steps));
        }
        Collections.shuffle(others, random);
        chosen.addAll(others.subList(0, Math.min(others.size(), Math.max(0, most - chosen.size()))));
        chosen.sort(Comparator.comparing((CrashPoint point) -> point.errand().toString())
                .thenComparing(CrashPoint::step));
        return IntStream.range(0, chosen.size())
                .mapToObj(i -> twiceEach > 0 && i % twiceEach == 0
                        ? chosen.get(i)
                        : chosen.get(i).and(0))
                .toList();
    }
}
