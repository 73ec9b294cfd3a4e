package dev.rerun.benchmarks.prepare;

import dev.rerun.api.KeptReason;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.history.FeeLogic;
import dev.rerun.benchmarks.measure.Measured;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.jdbc.JdbcStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** A rerun is started through the engine's front door. Nobody works on it. */
public final class EngineWay implements Way {
    @Override
    public String name() {
        return "engine";
    }

    @Override
    public Measured prepare(DataSource filled) throws SQLException {
        try (RerunEngine engine = engine(filled).workers(0).build()) {
            return Measured.of(() -> counts(start(engine)));
        }
    }

    public static RerunEngines.Builder engine(DataSource filled) {
        return engine(filled, new FeeLogic());
    }

    public static RerunEngines.Builder engine(DataSource filled, ContractLogic logic) {
        return RerunEngines.builder()
                .app(Dataset.APP)
                .store(JdbcStore.on(filled))
                .contracts(FeeLogic.contract())
                .logic(logic)
                .lanes(Dataset.LANES)
                .retention(Dataset.RETENTION)
                .clock(Clock.fixed(Dataset.NOW, ZoneOffset.UTC));
    }

    public static RerunReport start(RerunEngine engine) {
        return engine.start(RerunRequest.after(Dataset.CUTOFF)).report();
    }

    public static PrepareCounts counts(RerunReport report) {
        Map<KeptReason, Long> kept = report.kept().entrySet().stream()
                .filter(reason -> reason.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new PrepareCounts(report.total(), report.itemsDeleted(), kept);
    }
}
