package dev.rerun.benchmarks.comparison;

import dev.rerun.benchmarks.contenders.Contender;
import dev.rerun.benchmarks.contenders.batch.BatchContender;
import dev.rerun.benchmarks.contenders.engine.EngineContender;
import dev.rerun.benchmarks.contenders.floor.FloorContender;
import dev.rerun.benchmarks.contenders.floor.FloorKafkaContender;
import dev.rerun.benchmarks.contenders.naive.RowByRow;
import dev.rerun.benchmarks.server.BenchmarkBroker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** All contenders there are, of whom some are chosen by the names of their families. */
final class Contenders {
    static final String FLOOR = "floor";
    static final String FLOOR_KAFKA = "floor-kafka";
    static final String RERUN = "rerun";
    static final String RERUN_KAFKA = "rerun-kafka";
    static final String SPRING_BATCH = "spring-batch";
    static final String ROW_BY_ROW = "row-by-row";

    /** The names that can be chosen, in the order in which results are told. */
    static final List<String> FAMILIES = List.of(FLOOR, FLOOR_KAFKA, RERUN, RERUN_KAFKA, SPRING_BATCH, ROW_BY_ROW);

    private static final Set<String> NEED_KAFKA = Set.of(FLOOR_KAFKA, RERUN_KAFKA);

    private Contenders() {}

    static boolean needKafka(Set<String> families) {
        return families.stream().anyMatch(NEED_KAFKA::contains);
    }

    /** Makes all variants of some families; the broker is asked for only if one of them needs it. */
    static List<Contender> of(Set<String> families, Supplier<BenchmarkBroker> broker) {
        Map<String, Supplier<List<Contender>>> all = new LinkedHashMap<>();
        all.put(FLOOR, () -> List.of(FloorContender.arrays(), FloorContender.copy()));
        all.put(FLOOR_KAFKA, () -> List.of(new FloorKafkaContender(broker.get())));
        all.put(RERUN, () -> List.of(EngineContender.inProcess()));
        all.put(RERUN_KAFKA, () -> List.of(EngineContender.kafka(broker.get())));
        all.put(SPRING_BATCH, () -> List.of(BatchContender.rows(), BatchContender.arrays()));
        all.put(ROW_BY_ROW, () -> List.of(new RowByRow()));
        List<Contender> chosen = new ArrayList<>();
        all.forEach((family, variants) -> {
            if (families.contains(family)) {
                chosen.addAll(variants.get());
            }
        });
        return chosen;
    }
}
