package dev.rerun.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rerun.core.spi.Block;
import dev.rerun.kafka.BlockFormat.Message;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockFormatTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static Message read(byte @Nullable [] value) {
        return BlockFormat.read(value, new RecordHeaders());
    }

    @Nested
    class ABlock {
        @Test
        void isWrittenAsOneLineOfAscii() {
            Block block = new Block(906866, 12, 500);

            assertThat(BlockFormat.value(block)).isEqualTo("rerun/1 906866 12 500".getBytes(US_ASCII));
            assertThat(BlockFormat.key(block)).isEqualTo("906866/12".getBytes(US_ASCII));
        }

        @ParameterizedTest
        @MethodSource("dev.rerun.kafka.BlockFormatTest#extremes")
        void isReadAsItWasWritten(Block block) {
            assertThat(read(BlockFormat.value(block))).isEqualTo(new Message.Current(block));
        }

        @ParameterizedTest
        @MethodSource("dev.rerun.kafka.BlockFormatTest#extremes")
        void takesLessThanAHundredBytes(Block block) {
            assertThat(BlockFormat.key(block).length + BlockFormat.value(block).length)
                    .isLessThan(100);
        }
    }

    static Stream<Block> extremes() {
        return Stream.of(
                new Block(1, 0, 1),
                new Block(10, 10, 10),
                new Block(999_999_999_999_999_999L, 999_999_999, 999_999_999_999_999_999L),
                new Block(1_000_000_000_000_000_000L, 1_000_000_000, 1_000_000_000_000_000_000L),
                new Block(Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE));
    }

    @Nested
    class AContext {
        private final RecordHeaders headers = new RecordHeaders();

        private Map<String, String> read() {
            byte[] value = BlockFormat.value(new Block(1, 2, 3));
            return ((Message.Current) BlockFormat.read(value, headers)).block().context();
        }

        private void add(String name, String value) {
            headers.add(name, value.getBytes(UTF_8));
        }

        @Test
        void isWrittenAsTheHeadersOfW3cTraceContext() {
            Block block = new Block(1, 2, 3, Map.of("traceparent", PARENT, "tracestate", "a=b"));

            BlockFormat.writeContext(new Block(1, 2, 3), headers);
            assertThat(headers).isEmpty();

            BlockFormat.writeContext(block, headers);

            assertThat(headers)
                    .extracting(Header::key, header -> new String(header.value(), US_ASCII))
                    .containsExactlyInAnyOrder(tuple("traceparent", PARENT), tuple("tracestate", "a=b"));
        }

        @Test
        void isReadAsItWasWrittenBesideTheHeadersOfOthers() {
            add("baggage", "user=me");
            add("traceparent", PARENT);
            headers.add("binary", new byte[100_000]);
            add("tracestate", "a=b");

            assertThat(read()).isEqualTo(Map.of("traceparent", PARENT, "tracestate", "a=b"));
        }

        @Test
        void isTheLastOneIfAnInterceptorAddedItsOwn() {
            add("traceparent", "00-1-1-01");
            add("traceparent", PARENT);

            assertThat(read()).isEqualTo(Map.of("traceparent", PARENT));
        }

        @Test
        void isLeftOutIfNoBlockCanCarryIt() {
            add("traceparent", PARENT);
            add("tracestate", "x".repeat(600));

            assertThat(read()).isEmpty();
        }

        @Test
        void isLeftOutIfItIsNoText() {
            headers.add("traceparent", new byte[] {0, -1, 10});

            assertThat(read()).isEmpty();
        }

        @Test
        void isNoneWithoutAValue() {
            headers.add("traceparent", null);

            assertThat(read()).isEmpty();
        }
    }

    @Nested
    class AForeignMessage {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "rerun",
                    "rerun/",
                    "rerun/1",
                    "rerun/1 ",
                    "rerun/1 1 2",
                    "rerun/1 1 2 ",
                    "rerun/1 1 2 3 4",
                    "rerun/1  1 2 3",
                    "rerun/1 1\t2 3",
                    " rerun/1 1 2 3",
                    "rerun/1 1 2 3 ",
                    "rerun/1 1 2 3\n",
                    "rerun/1 1 2 3\r\n",
                    "rerun/1 1 2 3\0",
                    "rerun/1 1 2 3\nrerun/1 1 2 4",
                    "RERUN/1 1 2 3",
                    "rerun/01 1 2 3",
                    "rerun/0 1 2 3",
                    "rerun/-2 1 2 3",
                    "rerun/+1 1 2 3",
                    "rerun/1.0 1 2 3",
                    "rerun/2x",
                    "rerun/1000000000 1 2 3",
                    "rerun/1 0 2 3",
                    "rerun/1 01 2 3",
                    "rerun/1 -1 2 3",
                    "rerun/1 +1 2 3",
                    "rerun/1 1 00 3",
                    "rerun/1 1 -0 3",
                    "rerun/1 1 -2 3",
                    "rerun/1 1 2 0",
                    "rerun/1 1 2 03",
                    "rerun/1 1 2 -3",
                    "rerun/1 1 2 3.0",
                    "rerun/1 1 2 3L",
                    "rerun/1 0x1 2 3",
                    "rerun/1 9223372036854775808 2 3",
                    "rerun/1 1 2147483648 3",
                    "rerun/1 1 2 9223372036854775808",
                    "rerun/1 1 2 99999999999999999999999999",
                    "rerun/1 \u0661 2 3",
                    "{\"rerun\": 1}"
                })
        void isAnythingElse(String text) {
            assertThat(read(text.getBytes(UTF_8))).isInstanceOf(Message.Foreign.class);
        }

        @Test
        void isOneWithoutAValue() {
            assertThat(read(null)).isEqualTo(new Message.Foreign("a message without a value"));
        }

        @Test
        void isABlockInAnotherEncoding() {
            assertThat(read("rerun/1 1 2 3".getBytes(UTF_16))).isInstanceOf(Message.Foreign.class);
        }

        @Test
        void isShownWithItsLength() {
            assertThat(shown("hello".getBytes(US_ASCII))).isEqualTo("'hello' (5 bytes)");
            assertThat(shown("x".repeat(60).getBytes(US_ASCII))).isEqualTo("'" + "x".repeat(60) + "' (60 bytes)");
            assertThat(shown("x".repeat(61).getBytes(US_ASCII))).isEqualTo("'" + "x".repeat(60) + "...' (61 bytes)");
        }

        @Test
        void isShownPrintableHoweverBinaryItIs() {
            byte[] all = new byte[256];
            for (int value = 0; value < all.length; value++) {
                all[value] = (byte) value;
            }
            assertThat(shown(all)).matches("[ -~]*").contains(" !\"#$%&'()").endsWith("(256 bytes)");
            assertThat(shown("a\nb\u001b[31m\u00e9".getBytes(ISO_8859_1))).isEqualTo("'a.b.[31m.' (9 bytes)");
        }

        @Test
        void isShownInShortHoweverLongItIs() {
            byte[] huge = new byte[5_000_000];
            Arrays.fill(huge, (byte) '7');
            assertThat(shown(huge)).hasSizeLessThan(100).endsWith("(5000000 bytes)");
            byte[] prefixed = ("rerun/1 " + "7".repeat(5_000_000)).getBytes(US_ASCII);
            assertThat(shown(prefixed)).hasSizeLessThan(100).startsWith("'rerun/1 777");
        }

        @Test
        void isWhateverTheBytesAre() {
            Random random = new Random(11);
            for (int time = 0; time < 10_000; time++) {
                byte[] bytes = new byte[random.nextInt(80)];
                random.nextBytes(bytes);
                assertThat(shown(bytes)).matches("[ -~]{9,100}");
            }
        }

        private static String shown(byte[] value) {
            return ((Message.Foreign) read(value)).shown();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rerun/2, 2",
        "rerun/2 1 2 3, 2",
        "rerun/2 anything at all, 2",
        "rerun/10 1 2 3, 10",
        "rerun/999999999 1 2 3, 999999999"
    })
    void aMessageOfALaterVersionIsNewer(String text, int version) {
        assertThat(read(text.getBytes(US_ASCII))).isEqualTo(new Message.Newer(version));
    }

    @Test
    void aMessageOfALaterVersionMayHaveLinesAndAnyLength() {
        String text = "rerun/3 " + "\n\0\u00ff".repeat(1_000_000);
        assertThat(read(text.getBytes(UTF_8))).isEqualTo(new Message.Newer(3));
    }
}
