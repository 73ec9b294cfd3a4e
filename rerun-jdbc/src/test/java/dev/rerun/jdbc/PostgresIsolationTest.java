package dev.rerun.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever isolation the host's connections have by themselves. */
class PostgresIsolationTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void worksAtReadCommittedAndGivesTheConnectionBackAsItWas(int usual) {
        try (PostgresDatabase database = PostgresServer.shared()
                .database("rerun", source -> JdbcSchema.of(source).createOrUpgrade())) {
            ObservedDataSource observed = new ObservedDataSource(database.source(), true, usual);

            String within = JdbcStore.on(observed.source()).transaction(unused -> isolation(observed.last()));

            assertThat(within).isEqualTo("read committed");
            assertThat(observed.returned).containsExactly("close true " + usual);
        }
    }

    private static String isolation(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show transaction_isolation")) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
