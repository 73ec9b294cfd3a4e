package dev.rerun.benchmarks.contenders.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** What is copied in binary form comes out as it went in. */
class BinaryRowsTest {
    private static final String[] DECIMALS = {
        "0", "0.00", "1", "-1", "0.70", "-0.05", "2.75", "9999", "10000", "10000.0001", "-123456789.12345678", "0.00010"
    };

    @Test
    void theServerReadsWhatWasMeant() throws Exception {
        Instant time = Instant.parse("1999-12-31T23:59:59.999999Z");
        try (PostgresDatabase database = PostgresServer.shared().database();
                Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table copied (id integer, amount numeric(38, 12), at timestamptz, words text)");
            BinaryRows rows = new BinaryRows();
            rows.begin();
            for (int i = 0; i < DECIMALS.length; i++) {
                rows.row(4)
                        .integer(i)
                        .decimal(new BigDecimal(DECIMALS[i]))
                        .time(time)
                        .text(i % 2 == 0 ? null : "zwölf".repeat(10_000));
            }
            rows.end();
            CopyIn in =
                    connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy copied from stdin (format binary)");
            in.writeToCopy(rows.bytes(), 0, rows.length());
            in.endCopy();
            try (ResultSet row = statement.executeQuery("select amount, at, words from copied order by id")) {
                for (int i = 0; i < DECIMALS.length; i++) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getBigDecimal(1)).isEqualByComparingTo(DECIMALS[i]);
                    assertThat(row.getObject(2, OffsetDateTime.class).toInstant())
                            .isEqualTo(time);
                    assertThat(row.getString(3)).isEqualTo(i % 2 == 0 ? null : "zwölf".repeat(10_000));
                }
            }
        }
    }
}
