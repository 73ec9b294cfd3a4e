package dev.rerun.kafka;

import dev.rerun.core.spi.Block;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How a block is written in a message. The value is one line of ASCII, {@code rerun/1 906866 12 500}: the format with its
 * version, the run, the lane, and the sequence number up to which the lane is to be worked on. The key is {@code 906866/12}, run
 * and lane. A block's context is in the headers {@code traceparent} and {@code tracestate}; no others are looked at.
 */
final class BlockFormat {
    static final int VERSION = 1;

    private static final List<String> CONTEXT = List.of("traceparent", "tracestate");
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

    static void writeContext(Block block, Headers headers) {
        block.context().forEach((name, value) -> headers.add(name, ascii(value)));
    }

    /** What was read is none of rerun's if others wrote it; then a block is better without. */
    private static Map<String, String> context(Headers headers) {
        Map<String, String> context = new HashMap<>();
        for (String name : CONTEXT) {
            Header header = headers.lastHeader(name);
            if (header != null && header.value() != null) {
                context.put(name, new String(header.value(), StandardCharsets.ISO_8859_1));
            }
        }
        return Block.canCarry(context) ? context : Map.of();
    }

    static Message read(byte @Nullable [] value, Headers headers) {
        if (value == null) {
            return new Message.Foreign("a message without a value");
        }
        String text = new String(value, StandardCharsets.ISO_8859_1);
        Matcher current = CURRENT.matcher(text);
        if (current.matches()) {
            return block(current, text, context(headers));
        }
        Matcher versioned = VERSIONED.matcher(text);
        if (versioned.matches() && Integer.parseInt(versioned.group(1)) > VERSION) {
            return new Message.Newer(Integer.parseInt(versioned.group(1)));
        }
        return new Message.Foreign(shown(text));
    }

    private static Message block(Matcher numbers, String text, Map<String, String> context) {
        try {
            return new Message.Current(new Block(
                    Long.parseLong(numbers.group(1)),
                    Integer.parseInt(numbers.group(2)),
                    Long.parseLong(numbers.group(3)),
                    context));
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
