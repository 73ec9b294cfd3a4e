package dev.rerun.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class MariaDbServerTest {
    private static void execute(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int count(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from t")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static void make(DataSource source) {
        execute(source, "create table t (a integer)");
    }

    @Test
    void keepsWhatIsCommittedWhenItIsKilledAndStartedAgain() throws SQLException {
        try (MariaDbServer server = MariaDbServer.start();
                MariaDbDatabase database = server.database(MariaDbServerTest::make)) {
            execute(database.source(), "insert into t values (1)");
            server.kill();
            assertThatThrownBy(() -> count(database.source())).isInstanceOf(SQLException.class);
            server.restart();
            assertThat(count(database.source())).isEqualTo(1);
        }
    }

    @Test
    void givesEachTestADatabaseOfItsOwn() throws SQLException {
        MariaDbServer server = MariaDbServer.shared();
        try (MariaDbDatabase one = server.database(MariaDbServerTest::make);
                MariaDbDatabase other = server.database(MariaDbServerTest::make)) {
            execute(one.source(), "insert into t values (1)");
            assertThat(count(one.source())).isEqualTo(1);
            assertThat(count(other.source())).isZero();
        }
    }
}
