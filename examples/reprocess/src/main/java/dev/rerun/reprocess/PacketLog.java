package dev.rerun.reprocess;

import dev.rerun.api.ActivityEntry;
import dev.rerun.core.spi.EntryHandler;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file with a line for each packet that was sent, or tried; it is added to. */
final class PacketLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PacketLog.class);

    private final Path file;
    private final BufferedWriter writer;
    private boolean failing;

    private PacketLog(Path file, BufferedWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    static PacketLog open(Path file) {
        try {
            return new PacketLog(
                    file, Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new RefusedException("the log " + file + " cannot be written: " + e, e);
        }
    }

    /** Adds a line. What was sent was sent, so a full disk is a warning and no failure of the packet. */
    synchronized void tried(
            Instant at, ActivityEntry packet, EntryHandler.Attempt attempt, String result, Duration duration) {
        try {
            writer.write(MosipTime.of(at) + " run=" + attempt.rerunId() + " rid=" + packet.orderingKey() + " process="
                    + packet.columns().get(RegistrationTable.PROCESS) + " workflow=" + packet.id() + " try="
                    + attempt.number() + " took=" + duration.toMillis() + "ms result=" + result);
            writer.newLine();
            writer.flush();
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("The log {} cannot be written, and packets go on without it", file, e);
            }
            failing = true;
        }
    }

    @Override
    public synchronized void close() {
        try {
            writer.close();
        } catch (IOException e) {
            LOG.warn("The log {} could not be closed", file, e);
        }
    }
}
