package dev.rerun.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command lines, as far as they start nothing. */
class CommandLineTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--jdbc-url jdbc:postgresql://localhost/billing        | --kafka is missing",
                "--kafka localhost:9092                                | --jdbc-url is missing",
                "--db-user ann                                         | belong to --jdbc-url and --kafka",
                "--jdbc-url jdbc:h2:mem:x --kafka localhost:9092       | names no PostgreSQL database",
                "--jdbc-url jdbc:postgresql://h/b --kafka localhost    | names no broker",
                "worker                                                | give those of the console",
                "worker --jdbc-url jdbc:postgresql://h/b --kafka h:1 --workers 0 | give 1 or more",
                "--frobnicate                                          | Unknown option"
            })
    void saysWhatIsWrong(String arguments, String words) {
        assertThat(execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(words).contains("--help").doesNotContain("Exception");
    }

    @Test
    void saysWhatThereIs() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("--jdbc-url", "--kafka", "--port", "worker", "Exit status");
        assertThat(execute("worker", "--help")).isZero();
        assertThat(out.toString()).contains("Works on the runs that a console starts");
    }

    private int execute(String... arguments) {
        CommandLine line = AdminConsole.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
