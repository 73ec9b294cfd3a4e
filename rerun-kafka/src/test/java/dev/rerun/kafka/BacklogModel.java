package dev.rerun.kafka;

import dev.rerun.core.spi.Block;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a backlog must come to: remembers every message of each assignment, and searches them all. */
final class BacklogModel {
    private final Map<Integer, Partition> partitions = new HashMap<>();

    /** The messages of one assignment of a partition, by offset. */
    static final class Partition {
        private final TreeMap<Long, Message> messages = new TreeMap<>();
        private long acknowledged = -1;

        int size() {
            return messages.size();
        }
    }

    private static final class Message {
        private final @Nullable Block block;
        private boolean done;

        Message(@Nullable Block block) {
            this.block = block;
            this.done = block == null;
        }

        long upTo() {
            return block == null ? 0 : block.upTo();
        }

        boolean isOpenOf(Block lane) {
            return !done && block != null && block.rerunId() == lane.rerunId() && block.lane() == lane.lane();
        }
    }

    private Partition held(int number) {
        return Objects.requireNonNull(partitions.get(number));
    }

    @Nullable
    Partition partition(int number) {
        return partitions.get(number);
    }

    void assign(int number) {
        partitions.put(number, new Partition());
    }

    void revoke(int number) {
        partitions.remove(number);
    }

    /** A block that was read, or another message if it is null. */
    void read(int number, long offset, @Nullable Block block) {
        held(number).messages.put(offset, new Message(block));
    }

    void done(Partition partition, Block reached) {
        partition.messages.values().stream()
                .filter(message -> message.isOpenOf(reached) && message.upTo() <= reached.upTo())
                .forEach(message -> message.done = true);
    }

    void dropped(long rerunId) {
        partitions.values().stream()
                .flatMap(partition -> partition.messages.values().stream())
                .filter(message -> message.block != null && message.block.rerunId() == rerunId)
                .forEach(message -> message.done = true);
    }

    /** The block of a lane that was read first and is not done. */
    Optional<Block> first(Partition partition, Block lane) {
        return partition.messages.values().stream()
                .filter(message -> message.isOpenOf(lane))
                .flatMap(message -> Optional.ofNullable(message.block).stream())
                .findFirst();
    }

    /** The offsets before which all is done. */
    Map<Integer, Long> acknowledged() {
        Map<Integer, Long> offsets = new HashMap<>();
        partitions.forEach((number, partition) -> {
            if (!partition.messages.isEmpty()) {
                offsets.put(
                        number,
                        partition.messages.entrySet().stream()
                                .filter(entry -> !entry.getValue().done)
                                .map(Map.Entry::getKey)
                                .findFirst()
                                .orElse(partition.messages.lastKey() + 1));
            }
        });
        return offsets;
    }

    /** How many lanes have blocks that are not done. */
    int lanes() {
        return (int) partitions.values().stream()
                .flatMap(partition -> partition.messages.values().stream()
                        .filter(message -> !message.done && message.block != null)
                        .map(message -> List.of(partition, message.block.rerunId(), message.block.lane()))
                        .distinct())
                .count();
    }

    /** Notes what was acknowledged, and answers whether it went back. */
    boolean wentBack(Map<Integer, Long> acknowledged) {
        boolean back = false;
        for (Map.Entry<Integer, Long> entry : acknowledged.entrySet()) {
            Partition partition = held(entry.getKey());
            back |= entry.getValue() < partition.acknowledged;
            partition.acknowledged = entry.getValue();
        }
        return back;
    }
}
