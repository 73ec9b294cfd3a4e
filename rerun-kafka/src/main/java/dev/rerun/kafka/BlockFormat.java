package dev.rerun.kafka;

import dev.rerun.core.spi.Block;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a block is written in a message. The value is one line of ASCII, {@code rerun/1 906866 12 500}: the format with its
 * version, the run, the lane, and the sequence number up to which the lane is to be worked on. The key is {@code 906866/12}, run
 * and lane. Headers are not looked at.
 */
final class BlockFormat {
    static final int VERSION = 1;

    private static final int LONGEST_SHOWN = 60;
    private static final Pattern VERSIONED = Pattern.compile("rerun/([1-9][0-9]{0,8})(?: .*)?", Pattern.DOTALL);
    private static final Pattern CURRENT =
            Pattern.compile("rerun/1 ([1-9][0-9]{0,18}) (0|[1-9][0-9]{0,9}) ([1-9][0-9]{0,18})");

    private BlockFormat() {}

    /** What a message turns out to be. */
    sealed interface Message {
        /** A block of this version. */
        record Current(Block block) implements Message {}

        /** One that a newer rerun wrote, and that only a newer rerun can read. */
        record Newer(int version) implements Message {}

        /** One that rerun did not write, or that was damaged. */
        record Foreign(String shown) implements Message {}
    }

    static byte[] key(Block block) {
        return ascii(block.rerunId() + "/" + block.lane());
    }

    static byte[] value(Block block) {
        return ascii("rerun/" + VERSION + " " + block.rerunId() + " " + block.lane() + " " + block.upTo());
    }

    static Message read(byte @Nullable [] value) {
        if (value == null) {
            return new Message.Foreign("a message without a value");
        }
        String text = new String(value, StandardCharsets.ISO_8859_1);
        Matcher current = CURRENT.matcher(text);
        if (current.matches()) {
            return block(current, text);
        }
        Matcher versioned = VERSIONED.matcher(text);
        if (versioned.matches() && Integer.parseInt(versioned.group(1)) > VERSION) {
            return new Message.Newer(Integer.parseInt(versioned.group(1)));
        }
        return new Message.Foreign(shown(text));
    }

    private static Message block(Matcher numbers, String text) {
        try {
            return new Message.Current(new Block(
                    Long.parseLong(numbers.group(1)),
                    Integer.parseInt(numbers.group(2)),
                    Long.parseLong(numbers.group(3))));
        } catch (
                @SuppressWarnings("unused")
                NumberFormatException e) {
            // Greater than any number that a block can have.
            return new Message.Foreign(shown(text));
        }
    }

    /** So much of it as helps to find who wrote it, without what would spoil a log. */
    private static String shown(String text) {
        String start = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
        return "'" + start.replaceAll("[^ -~]", ".") + "' (" + text.length() + " bytes)";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
