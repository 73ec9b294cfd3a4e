package dev.rerun.reliability.crash;

import dev.rerun.core.spi.Block;
import dev.rerun.reliability.harbour.DatabaseKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What a process is told that is killed on the way.
 *
 * @param url where its database is
 * @param user who it is there
 * @param errand what it does
 * @param takesOver whether it takes over from one that was killed, or is the first
 * @param last the last step that it takes; zero for none
 * @param run the run that the errand is about
 * @param topic the topic of its stream, if that goes over Kafka
 * @param blocks what is in the topic when the first begins
 */
record Orders(
        String url,
        String user,
        Errand errand,
        boolean takesOver,
        int last,
        long run,
        Optional<Topic> topic,
        List<Block> blocks) {
    private static final int BEFORE_BLOCKS = 8;

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                url,
                user,
                errand.toString(),
                Boolean.toString(takesOver),
                Integer.toString(last),
                Long.toString(run),
                topic.map(Topic::brokers).orElse(""),
                topic.map(Topic::name).orElse("")));
        blocks.forEach(block -> arguments.add(block.lane() + "/" + block.upTo()));
        return arguments;
    }

    static Orders of(String[] arguments) {
        long run = Long.parseLong(arguments[5]);
        List<Block> blocks = new ArrayList<>();
        for (String block : List.of(arguments).subList(BEFORE_BLOCKS, arguments.length)) {
            String[] parts = block.split("/", -1);
            blocks.add(new Block(run, Integer.parseInt(parts[0]), Long.parseLong(parts[1])));
        }
        return new Orders(
                arguments[0],
                arguments[1],
                Errand.of(arguments[2]),
                Boolean.parseBoolean(arguments[3]),
                Integer.parseInt(arguments[4]),
                run,
                arguments[6].isEmpty() ? Optional.empty() : Optional.of(new Topic(arguments[6], arguments[7])),
                blocks);
    }

    DataSource database() {
        return DatabaseKind.source(url, user);
    }
}
