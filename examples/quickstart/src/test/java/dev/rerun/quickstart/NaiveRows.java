package dev.rerun.quickstart;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** Reads well-formed invoice lines into memory, for the naive calculation only. */
final class NaiveRows {
    private NaiveRows() {}

    static List<NaiveScenario.Row> readGzip(Path file) throws IOException {
        try (Reader reader =
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)) {
            return read(reader);
        }
    }

    static List<NaiveScenario.Row> read(Reader reader) throws IOException {
        List<NaiveScenario.Row> rows = new ArrayList<>();
        boolean header = true;
        for (CSVRecord fields : CSVFormat.RFC4180.parse(reader)) {
            if (header) {
                header = false;
                continue;
            }
            rows.add(new NaiveScenario.Row(
                    rows.size() + 1,
                    fields.get(0),
                    fields.get(1),
                    Integer.parseInt(fields.get(3)),
                    Instant.parse(fields.get(4).replace(' ', 'T') + "Z"),
                    new BigDecimal(fields.get(5)),
                    fields.get(6).isEmpty() ? null : fields.get(6).replace(".0", ""),
                    fields.get(7)));
        }
        return rows;
    }
}
