package dev.rerun.quickstart;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The register as text that can be compared: one line for each item, {@code unique_key|amount|units|R}, where the R marks
 * what the rerun created, sorted by the UTF-8 bytes of the unique key.
 */
final class AnswerLines {
    private static final String ITEMS = """
            select i.unique_key, i.amount, i.units, i.rerun_id
            from register_item i
            where i.register_id = (select r.id from rerun_register r join rerun_app a on a.id = r.app_id
                                   where a.name = ? and r.name = ?)
            order by i.unique_key
            """;

    private static final int FETCH_SIZE = 1_000;

    private final DataSource dataSource;

    AnswerLines(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Hands over the lines one by one, without line ends. */
    void forEach(Consumer<String> consumer) throws SQLException {
        byte[] previous = new byte[0];
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(ITEMS)) {
            // PostgreSQL's driver fetches row by row only in a transaction.
            connection.setAutoCommit(false);
            statement.setFetchSize(FETCH_SIZE);
            statement.setString(1, PriceLists.APP);
            statement.setString(2, FulfilmentLogic.REGISTER);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String key = rows.getString(1);
                    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                    // The database sorts by its collation, which only happens to be the order of the bytes.
                    if (Arrays.compareUnsigned(previous, bytes) >= 0) {
                        throw new IllegalStateException("the database does not sort unique keys by their bytes: '" + key
                                + "' came too late; use a database with binary collation");
                    }
                    previous = bytes;
                    consumer.accept(key + "|" + amount(rows.getBigDecimal(2)) + "|" + units(rows.getBigDecimal(3)) + "|"
                            + (rows.getObject(4) == null ? "" : "R"));
                }
            }
        }
    }

    /**
     * Writes the lines, each with a line end.
     *
     * @param dump the file to write to, or null if only the digest is wanted
     * @return the SHA-256 of the text, in hexadecimal
     */
    String digest(@Nullable Path dump) throws SQLException, IOException {
        MessageDigest sha256 = sha256();
        try (OutputStream bytes = dump == null ? OutputStream.nullOutputStream() : Files.newOutputStream(dump);
                Writer writer = new BufferedWriter(
                        new OutputStreamWriter(new DigestOutputStream(bytes, sha256), StandardCharsets.UTF_8))) {
            forEach(line -> append(writer, line));
        } catch (UncheckedIOException e) {
            throw unwritable(dump, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unwritable(dump, e);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static IOException unwritable(@Nullable Path dump, IOException cause) {
        return new IOException(
                "the register cannot be written to " + dump + " (" + cause + "); give another file", cause);
    }

    private static void append(Writer writer, String line) {
        try {
            writer.write(line);
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String amount(BigDecimal value) {
        return value.setScale(2, RoundingMode.UNNECESSARY).toPlainString();
    }

    private static String units(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
