package dev.rerun.kafka;

import dev.rerun.core.spi.Block;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What it takes to write and read a message, of which there is one for each block of entries. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BlockFormatBenchmark {
    private static final Map<String, String> CONTEXT =
            Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    private final Headers headers = new RecordHeaders();
    private byte[] value = {};
    private long upTo;

    /** Has no message yet. */
    public BlockFormatBenchmark() {}

    /** Writes a message to be read. */
    @Setup
    public void fill() {
        Block block = block();
        value = BlockFormat.value(block);
        BlockFormat.writeContext(block, headers);
    }

    private Block block() {
        return new Block(906_866, 12, ++upTo, CONTEXT);
    }

    /** Writes a key, a value and the headers of a trace. */
    @Benchmark
    public void write(Blackhole sink) {
        Block block = block();
        Headers written = new RecordHeaders();
        BlockFormat.writeContext(block, written);
        sink.consume(BlockFormat.key(block));
        sink.consume(BlockFormat.value(block));
        sink.consume(written);
    }

    /** Reads a value and the headers of a trace. */
    @Benchmark
    public void read(Blackhole sink) {
        sink.consume(BlockFormat.read(value, headers));
    }
}
