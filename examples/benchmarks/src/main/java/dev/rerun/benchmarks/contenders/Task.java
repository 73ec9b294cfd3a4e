package dev.rerun.benchmarks.contenders;

import dev.rerun.api.ContractId;
import dev.rerun.benchmarks.workload.Calculation;
import dev.rerun.benchmarks.workload.Workload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * What a contender without an engine has to do, in the numbers that stand in the tables.
 *
 * @param workload the workload
 * @param rerun the run's number
 * @param app the app's number
 * @param register the register's number
 * @param calculation the logic
 */
public record Task(Workload workload, long rerun, int app, int register, Calculation calculation) {
    private static final long RERUN = 100_000;

    private static final String PLACES = """
            select a.id, r.id from rerun_app a join rerun_register r on r.app_id = a.id where a.name = ? and r.name = ?
            """;

    private static final String NEW_CONTRACT = """
            insert into rerun_contract (name, version) values (?, ?) on conflict do nothing
            """;

    private static final String CONTRACT = "select id from rerun_contract where name = ? and version = ?";

    /** Looks the numbers up; contracts that are new get theirs. */
    public static Task in(DataSource filled, Workload workload) throws SQLException {
        try (Connection connection = filled.getConnection()) {
            Map<ContractId, Integer> contracts = new HashMap<>();
            for (ContractId contract : workload.contracts()) {
                contracts.put(contract, number(connection, contract));
            }
            try (PreparedStatement statement = connection.prepareStatement(PLACES)) {
                statement.setString(1, workload.window().app());
                statement.setString(2, workload.register());
                try (ResultSet result = statement.executeQuery()) {
                    result.next();
                    return new Task(
                            workload, RERUN, result.getInt(1), result.getInt(2), workload.calculation(contracts));
                }
            }
        }
    }

    private static int number(Connection connection, ContractId contract) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(NEW_CONTRACT);
                PreparedStatement select = connection.prepareStatement(CONTRACT)) {
            for (PreparedStatement statement : new PreparedStatement[] {insert, select}) {
                statement.setString(1, contract.name());
                statement.setString(2, contract.version());
            }
            insert.executeUpdate();
            try (ResultSet result = select.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }
}
