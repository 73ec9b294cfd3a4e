package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects rows in the binary format of PostgreSQL's COPY. A value is as long and as precise as its column's type says, so the
 * types must be known exactly.
 */
final class BinaryRows implements RowSink {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int NULL = -1;
    private static final short END = -1;
    private static final int PART = 1 << 16;

    /** From which the server counts microseconds. */
    private static final long SERVER_EPOCH =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    /** A digit of the server's exact numbers is four of ours. */
    private static final int OURS_IN_DIGIT = 4;

    private static final int DIGIT = 10_000;
    private static final BigInteger BIG_DIGIT = BigInteger.valueOf(DIGIT);
    private static final short NEGATIVE = 0x4000;

    /** As many of our digits always fit into 64 bits. */
    private static final int DIGITS_OF_LONG = 18;

    private static final int[] POWERS_OF_TEN = {1, 10, 100, 1_000};

    /** The types that there are, as the schema calls them. */
    private enum Form {
        BIGINT,
        INTEGER,
        BOOLEAN,
        VARCHAR,
        TIMESTAMPTZ,
        NUMERIC;

        static Form of(Column column) {
            return valueOf(column.type().toUpperCase(Locale.ROOT));
        }
    }

    private final RowCopy copy;
    private final String statement;
    private final Form[] forms;
    private final int fillings;
    private final Instant time;
    private final List<ByteBuffer> parts = new ArrayList<>();
    private ByteBuffer part = ByteBuffer.allocate(PART);
    private long bytes;

    /** The time fills what the insert does not give. */
    BinaryRows(RowCopy copy, Insert insert, Instant time) {
        this.copy = copy;
        this.statement = Stream.concat(
                        insert.columns().stream().map(Column::name),
                        insert.filled().stream().map(Insert.Filled::column))
                .collect(Collectors.joining(", ", "copy " + insert.table() + " (", ") from stdin (format binary)"));
        this.forms = insert.columns().stream().map(Form::of).toArray(Form[]::new);
        this.fillings = insert.filled().size();
        this.time = time;
    }

    @Override
    public void put(int place, @Nullable Object value, int type) {
        if (place == 1) {
            begin();
        }
        if (value == null) {
            room(Integer.BYTES).putInt(NULL);
            return;
        }
        switch (forms[place - 1]) {
            case BIGINT -> number(((Number) value).longValue());
            case INTEGER -> room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt((Integer) value);
            case BOOLEAN -> room(Integer.BYTES + 1).putInt(1).put((byte) ((Boolean) value ? 1 : 0));
            case VARCHAR -> text((String) value);
            case TIMESTAMPTZ -> time((Instant) value);
            case NUMERIC -> decimal((BigDecimal) value);
        }
    }

    private void begin() {
        if (bytes == 0) {
            room(SIGNATURE.length + 2 * Integer.BYTES).put(SIGNATURE).putInt(0).putInt(0);
        }
        room(Short.BYTES).putShort((short) (forms.length + fillings));
    }

    @Override
    public void endRow() {
        for (int i = 0; i < fillings; i++) {
            time(time);
        }
    }

    @Override
    public boolean full() {
        return bytes >= MOST_CHARACTERS;
    }

    @Override
    public void flush() throws SQLException {
        if (bytes == 0) {
            return;
        }
        room(Short.BYTES).putShort(END);
        parts.add(part);
        copy.copy(statement, parts);
        parts.clear();
        part.clear();
        bytes = 0;
    }

    private void number(long value) {
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
    }

    private void text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + encoded.length).putInt(encoded.length).put(encoded);
    }

    private void time(Instant value) {
        number((value.getEpochSecond() - SERVER_EPOCH) * 1_000_000 + value.getNano() / 1_000);
    }

    /**
     * A number of digits, the place of the first of them before the point, the sign, how many of our digits to show after the
     * point, and the digits, the first one first.
     */
    private void decimal(BigDecimal value) {
        int scale = Math.max(value.scale(), 0);
        int fractionDigits = (scale + OURS_IN_DIGIT - 1) / OURS_IN_DIGIT;
        int fraction = fractionDigits * OURS_IN_DIGIT;
        short[] digits;
        int count = 0;
        if (value.precision() - value.scale() + fraction <= DIGITS_OF_LONG) {
            long whole = value.scaleByPowerOfTen(scale).longValue() * POWERS_OF_TEN[fraction - scale];
            digits = new short[DIGITS_OF_LONG / OURS_IN_DIGIT + 1];
            count = digits(Math.abs(whole), digits, 0);
        } else {
            BigInteger whole = value.abs().setScale(fraction).unscaledValue();
            digits = new short[whole.bitLength() / 13 + 1];
            while (whole.bitLength() >= Long.SIZE) {
                BigInteger[] split = whole.divideAndRemainder(BIG_DIGIT);
                digits[count++] = split[1].shortValue();
                whole = split[0];
            }
            count = digits(whole.longValue(), digits, count);
        }
        int length = (4 + count) * Short.BYTES;
        ByteBuffer target = room(Integer.BYTES + length);
        target.putInt(length)
                .putShort((short) count)
                .putShort((short) (count - fractionDigits - 1))
                .putShort(value.signum() < 0 ? NEGATIVE : 0)
                .putShort((short) scale);
        while (count > 0) {
            target.putShort(digits[--count]);
        }
    }

    /** Adds the server's digits of a number to others, the last one first, and returns how many there are then. */
    private static int digits(long number, short[] digits, int before) {
        int count = before;
        for (long rest = number; rest > 0; rest /= DIGIT) {
            digits[count++] = (short) (rest % DIGIT);
        }
        return count;
    }

    /** A buffer with as much room, which is going to be filled. */
    private ByteBuffer room(int length) {
        if (part.remaining() < length) {
            parts.add(part);
            part = ByteBuffer.allocate(Math.max(PART, length));
        }
        bytes += length;
        return part;
    }
}
