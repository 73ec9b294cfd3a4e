package dev.rerun.quickstart;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A CSV file of invoice lines, plain or compressed with gzip. It is read line by line, as often as is wanted. */
final class InvoiceFile {
    private static final String SAMPLE = "sample.csv";
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(true).get();

    private final String name;
    private final Source source;

    private InvoiceFile(String name, Source source) {
        this.name = name;
        this.source = source;
    }

    /** Where the bytes come from. */
    @FunctionalInterface
    private interface Source {
        InputStream open() throws IOException;
    }

    static InvoiceFile of(Path path) {
        return new InvoiceFile(path.toString(), () -> Files.newInputStream(path));
    }

    static InvoiceFile bundledSample() {
        return new InvoiceFile(
                "bundled " + SAMPLE,
                () -> Objects.requireNonNull(InvoiceFile.class.getResourceAsStream(SAMPLE), SAMPLE));
    }

    String name() {
        return name;
    }

    /**
     * Hands every line to a consumer, in the file's order.
     *
     * @return the number of lines
     * @throws InvalidInvoiceFileException at the first line that is not as it should be
     */
    long forEach(Consumer<InvoiceLine> consumer) {
        LineParser parser = new LineParser(name);
        long lines = 0;
        try (CSVParser records = FORMAT.parse(open())) {
            for (CSVRecord fields : records) {
                if (parser.headerMissing()) {
                    parser.header(fields);
                } else {
                    lines++;
                    consumer.accept(parser.line(lines, records.getCurrentLineNumber(), fields));
                }
            }
        } catch (UncheckedIOException e) {
            throw unreadable(lines, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(lines, e);
        }
        if (parser.headerMissing()) {
            throw new InvalidInvoiceFileException(name + " is empty; its first line must name the columns");
        }
        return lines;
    }

    private InvalidInvoiceFileException unreadable(long lines, IOException cause) {
        return new InvalidInvoiceFileException(
                name + " cannot be read after data line " + lines + ": " + cause
                        + "; it must be CSV in UTF-8, plain or compressed with gzip",
                cause);
    }

    private Reader open() throws IOException {
        InputStream bytes = new BufferedInputStream(source.open());
        try {
            bytes.mark(2);
            boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
            bytes.reset();
            InputStream plain = gzip ? new GZIPInputStream(bytes, 1 << 16) : bytes;
            // A decoder of its own reports malformed input, where a charset would replace it silently.
            Reader reader =
                    new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
            reader.mark(1);
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
            return reader;
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }
}
