package dev.rerun.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from a file, and what is said about one that is not as it should be. */
class InvoiceFileTest {
    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    private static final String GOOD =
            "536365,71053,\"LANTERN, \"\"WHITE\"\"\",6,2010-12-01 08:26:00,3.39,17850.0,EIRE\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private InvoiceFile file(byte[] content) throws IOException {
        Path path = directory.resolve("lines.csv");
        Files.write(path, content);
        return InvoiceFile.of(path);
    }

    private InvoiceFile file(String content) throws IOException {
        return file(content.getBytes(StandardCharsets.UTF_8));
    }

    private static List<InvoiceLine> read(InvoiceFile file) {
        List<InvoiceLine> lines = new ArrayList<>();
        assertThat(file.forEach(lines::add)).isEqualTo(lines.size());
        return lines;
    }

    @Test
    void readsTheColumnsAndNumbersTheLines() throws Exception {
        List<InvoiceLine> lines = read(file(HEADER + GOOD + GOOD.replace("17850.0", "")));

        assertThat(lines).extracting(InvoiceLine::number).containsExactly(1L, 2L);
        assertThat(lines).extracting(InvoiceLine::customer).containsExactly("17850", "");
        assertThat(lines.get(0).description()).isEqualTo("LANTERN, \"WHITE\"");
        assertThat(lines.get(0).time()).isEqualTo(Instant.parse("2010-12-01T08:26:00Z"));
        assertThat(lines.get(0).unitPrice()).isEqualByComparingTo("3.39");
    }

    @Test
    void readsCompressedFilesAndAByteOrderMark() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(("\uFEFF" + HEADER + GOOD).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(file(bytes.toByteArray()))).hasSize(1);
    }

    @Test
    void readsColumnsInAnotherOrderAndIgnoresOthers() throws Exception {
        assertThat(read(file("""
                        Country,CustomerID,UnitPrice,InvoiceDate,Quantity,Description,StockCode,InvoiceNo,Note
                        EIRE,17850.0,3.39,2010-12-01 08:26:00,6,LANTERN,71053,536365,x
                        """))).extracting(InvoiceLine::invoiceNo).containsExactly("536365");
    }

    @Test
    void aPayloadGivesBackItsColumns() {
        LinePayload payload = new LinePayload("C1", "71053", -6, new BigDecimal("3.390"), "EIRE", "A\tLANTERN\nWHITE");

        assertThat(LinePayload.parse(payload.toText())).isEqualTo(payload);
        assertThat(LinePayload.countryOf(payload.toText())).isEqualTo("EIRE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                ",6,2010|,x,2010|column Quantity: 'x'",
                ",6,2010|,6.5,2010|column Quantity: '6.5'",
                ",6,2010|,3000000000,2010|column Quantity: '3000000000'",
                "2010-12-01 08|2010-12-01T08|column InvoiceDate: '2010-12-01T08:26:00'",
                "2010-12-01 08|2011-02-29 08|column InvoiceDate: '2011-02-29 08:26:00'",
                "2010-12-01 08|2010-11-30 08|sort the file by InvoiceDate",
                "3.39|3,39|has 9 fields instead of 8",
                "3.39|1e5|column UnitPrice: '1e5'",
                "3.39|^^|column UnitPrice: ''",
                "17850.0|17850.5|column CustomerID: '17850.5'",
                "17850.0|AB|column CustomerID: 'AB'",
                "536365,|,|column InvoiceNo: ''",
                ",EIRE|^^|has 7 fields instead of 8",
            })
    void saysWhereABadValueStands(String good, String bad, String message) throws Exception {
        InvoiceFile file = file(HEADER + GOOD + GOOD.replace(good, bad));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidInvoiceFileException.class)
                .hasMessageContaining("lines.csv, data line 2 (line 3 of the file)")
                .hasMessageContaining(message);
    }

    @Test
    void saysWhichColumnIsMissing() throws Exception {
        InvoiceFile noPrice = file(HEADER.replace("UnitPrice", "Price") + GOOD);
        assertThatThrownBy(() -> read(noPrice)).hasMessageContaining("lines.csv, header: column UnitPrice is missing");

        InvoiceFile noHeader = file(GOOD);
        assertThatThrownBy(() -> read(noHeader)).hasMessageContaining("column InvoiceNo is missing");

        InvoiceFile empty = file("");
        assertThatThrownBy(() -> read(empty)).hasMessageContaining("lines.csv is empty");
    }

    @Test
    void saysThatAFileCannotBeRead() throws Exception {
        InvoiceFile latin1 = file((HEADER + GOOD.replace("LANTERN", "£")).getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read(latin1)).hasMessageContaining("it must be CSV in UTF-8");

        InvoiceFile openQuote = file(HEADER + GOOD + "536365,\"71053,LANTERN\n");
        assertThatThrownBy(() -> read(openQuote)).hasMessageContaining("cannot be read after data line 1");
    }
}
