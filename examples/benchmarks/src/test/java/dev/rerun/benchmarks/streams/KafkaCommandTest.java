package dev.rerun.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.benchmarks.Terminal;
import dev.rerun.servers.KafkaCluster;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The benchmark of the streams. How long anything takes is no test. */
class KafkaCommandTest {
    private final Terminal terminal = new Terminal();

    /** The command fails unless both ways leave the same rows behind, as many as expected. */
    @Test
    void bothStreamsDoTheSameWork() throws Exception {
        KafkaCluster cluster = KafkaCluster.shared();
        try (PostgresDatabase database = PostgresServer.shared().database();
                Admin admin = Admin.create(cluster.clientSettings())) {
            Set<String> before = admin.listTopics().names().get();

            assertThat(terminal.run(
                            "kafka",
                            "--entries",
                            "2000",
                            "--items",
                            "3000",
                            "--rounds",
                            "2",
                            "--jdbc-url",
                            database.url(),
                            "--db-user",
                            database.user(),
                            "--kafka",
                            cluster.bootstrap()))
                    .as(terminal.err())
                    .isZero();

            assertThat(admin.listTopics().names().get()).isEqualTo(before);
        }
        assertThat(terminal.out().lines())
                .anyMatch(line -> line.startsWith("PostgreSQL 18") && line.contains("fsync off"))
                .anyMatch(line -> line.startsWith("Kafka: brokers 1, metadata.version "))
                .anyMatch(line -> line.equals("2,000 entries selected; 3,000 items, of which 1,500 eligible"))
                .anyMatch(line -> line.matches("2( +\\d+\\.\\d\\d s){2} +\\d+\\.\\d\\d"))
                .anyMatch(line -> line.matches("2( +[\\d,]+ /s){2} +\\d+\\.\\d\\d( +\\d+\\.\\d\\d s){2}"))
                .anyMatch(line -> line.matches("2( +\\d+\\.\\d ms){6}"))
                .anyMatch(line -> line.startsWith("after each queueing with Kafka, read_committed consumers see "))
                .anyMatch(line -> line.startsWith("heap of the engine's process: "));
        assertThat(terminal.out().lines().filter(line -> line.startsWith("median ")))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--entries 0|Invalid value for option '--entries': '0' is out of range; give a whole number from 1 to",
                "--items 19|Invalid value for option '--items': '19' is out of range; give a whole number from 20 to",
                "--rounds 0|Invalid value for option '--rounds': '0' is out of range; give a whole number from 1 to",
                "--workers 65|Invalid value for option '--workers': '65' is out of range; give a whole number from 1 to 64",
                "--workers two|Invalid value for option '--workers': 'two' is not an int",
                "--kafka localhost|Invalid value for option '--kafka': 'localhost' names no broker; give one such as localhost",
                "--kafka a:1,b|Invalid value for option '--kafka': 'a:1,b' names no broker",
                "--kafka a:1 --jdbc-url jdbc:h2:mem:x|Invalid value for option '--jdbc-url': 'jdbc:h2:mem:x' names no",
            })
    void refusesWrongArguments(String args, String message) {
        assertThat(terminal.run(("kafka " + args).split(" ", -1))).isEqualTo(2);
        assertThat(terminal.err()).contains(message).contains("Try 'benchmarks kafka --help'.");
    }

    @Test
    void saysInWordsThatKafkaCannotBeReached() {
        try (PostgresDatabase database = PostgresServer.shared().database()) {
            assertThat(terminal.run(
                            "kafka",
                            "--kafka",
                            "127.0.0.1:1",
                            "--jdbc-url",
                            database.url(),
                            "--db-user",
                            database.user()))
                    .isEqualTo(1);
        }
        assertThat(terminal.err())
                .startsWith("benchmarks failed: Kafka at 127.0.0.1:1 did not do what was asked (Timed out");
    }
}
