package dev.rerun.benchmarks.contenders.writing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Rows in the binary form of PostgreSQL's COPY. */
final class BinaryRows {
    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final Instant SERVER_EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final int NULL = -1;

    /** A digit of the server's decimal numbers has four of ours. */
    private static final int DIGIT = 10_000;

    private static final int OURS_IN_DIGIT = 4;
    private static final short POSITIVE = 0x0000;
    private static final short NEGATIVE = 0x4000;

    private final short[] digits = new short[8];
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 18);

    /** Begins anew. */
    void begin() {
        buffer.clear();
        buffer.put(SIGNATURE).putInt(0).putInt(0);
    }

    void end() {
        room(Short.BYTES).putShort((short) -1);
    }

    byte[] bytes() {
        return buffer.array();
    }

    int length() {
        return buffer.position();
    }

    BinaryRows row(int columns) {
        room(Short.BYTES).putShort((short) columns);
        return this;
    }

    BinaryRows integer(int value) {
        room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(value);
        return this;
    }

    BinaryRows number(long value) {
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
        return this;
    }

    BinaryRows truth(boolean value) {
        room(Integer.BYTES + 1).putInt(1).put((byte) (value ? 1 : 0));
        return this;
    }

    BinaryRows text(@Nullable String value) {
        if (value == null) {
            room(Integer.BYTES).putInt(NULL);
        } else {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
        }
        return this;
    }

    BinaryRows time(Instant value) {
        return number(ChronoUnit.MICROS.between(SERVER_EPOCH, value));
    }

    /** Up to 18 digits of ours. */
    BinaryRows decimal(BigDecimal value) {
        int scale = Math.max(value.scale(), 0);
        int fractionDigits = (scale + OURS_IN_DIGIT - 1) / OURS_IN_DIGIT;
        long rest = Math.abs(value.setScale(fractionDigits * OURS_IN_DIGIT, RoundingMode.UNNECESSARY)
                .unscaledValue()
                .longValueExact());
        int count = 0;
        while (rest > 0) {
            digits[count++] = (short) (rest % DIGIT);
            rest /= DIGIT;
        }
        room(Integer.BYTES + (4 + count) * Short.BYTES)
                .putInt((4 + count) * Short.BYTES)
                .putShort((short) count)
                .putShort((short) (count - fractionDigits - 1))
                .putShort(value.signum() < 0 ? NEGATIVE : POSITIVE)
                .putShort((short) scale);
        while (count > 0) {
            buffer.putShort(digits[--count]);
        }
        return this;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            buffer = ByteBuffer.allocate(2 * buffer.capacity() + bytes).put(buffer.array(), 0, buffer.position());
        }
        return buffer;
    }
}
