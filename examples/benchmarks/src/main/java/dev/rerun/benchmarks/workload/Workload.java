package dev.rerun.benchmarks.workload;

import dev.rerun.api.ContractId;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.PrepareCounts;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** A history, and the change of prices after which some of it is calculated again. The same for all contenders. */
public interface Workload {
    /** What people call it. */
    String name();

    /** What a rerun is asked for. */
    Window window();

    /** The register that all items are in. */
    String register();

    /** The currency that all amounts are in. */
    String currency();

    /** How many lines or entries the history was made of, as a person would say. */
    String description();

    /** Fills an empty database and leaves it as a quiet night would: vacuumed, and known to the planner. */
    void fill(DataSource empty) throws SQLException;

    /** Tells an engine the prices as they are now, and the logic. */
    RerunEngines.Builder configure(RerunEngines.Builder engine);

    /** The contracts of which some are in effect now. */
    List<ContractId> contracts();

    /** The same logic for contenders that are no engine, who know contracts by the numbers that they have in their table. */
    Calculation calculation(Map<ContractId, Integer> contracts);

    /** How many entries are calculated again, how many items are deleted and kept; empty if only running it can tell. */
    Optional<PrepareCounts> expected();

    /**
     * Checks what stands in the register in the end, beyond that all contenders left the same.
     *
     * @throws dev.rerun.benchmarks.server.BenchmarkFailedException if it is wrong
     */
    void checkAnswer(DataSource database) throws SQLException;
}
