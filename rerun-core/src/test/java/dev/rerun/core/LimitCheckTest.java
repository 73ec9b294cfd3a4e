package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.StoreLimits;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitCheckTest {
    private static final int NAME = 5;
    private static final int KEY = 10;
    private static final int TEXT = 60;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final LimitCheck check = new LimitCheck(new StoreLimits(NAME, KEY, TEXT, 3, 2, true, false));

    private static ActivityEntry entry(String app, String id, String orderingKey, String payload) {
        return new ActivityEntry(app, id, orderingKey, NOON, NOON, payload);
    }

    private static LogicResult item(ItemDraft draft) {
        return LogicResult.of("billed", draft);
    }

    private static ItemDraft draft(String register, String uniqueKey, String amount, String currency) {
        return ItemDraft.of(register, uniqueKey, NOON, new BigDecimal(amount), currency);
    }

    private void fits(LogicResult result) {
        assertThatCode(() -> check.check(result)).doesNotThrowAnyException();
    }

    private void refuses(LogicResult result, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(result))
                .withMessageContaining(name);
    }

    private void refuses(ActivityEntry entry, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(entry))
                .withMessageContaining(name);
    }

    @Test
    void whatIsAsLongAsTheStoreHoldsFitsAndOneMoreDoesNot() {
        check.check(entry("a".repeat(NAME), "1", "k".repeat(KEY), "p".repeat(TEXT)));
        refuses(entry("a".repeat(NAME + 1), "1", "k", "p"), "app of entry 1 has 6 characters; the store holds 5");
        refuses(entry("a", "1", "k".repeat(KEY + 1), "p"), "ordering key of entry 1");
        refuses(entry("a", "1", "k", "p".repeat(TEXT + 1)), "payload of entry 1");

        fits(item(draft("r".repeat(NAME), "u".repeat(KEY), "1", "c".repeat(NAME))
                .referringTo("o".repeat(KEY))
                .withDetail("d".repeat(TEXT))));
        refuses(item(draft("r".repeat(NAME + 1), "u", "1", "c")), "register of item u");
        refuses(item(draft("r", "u".repeat(KEY + 1), "1", "c")), "unique key of item");
        refuses(item(draft("r", "u", "1", "c".repeat(NAME + 1))), "currency of item u");
        refuses(item(draft("r", "u", "1", "c").referringTo("o".repeat(KEY + 1))), "reference of item u");
        refuses(item(draft("r", "u", "1", "c").withDetail("d".repeat(TEXT + 1))), "detail of item u");
    }

    @Test
    void digitsThatTheRegisterHoldsFitAndOneMoreDoesNot() {
        fits(item(draft("r", "u", "-999.99", "c").withUnits(new BigDecimal("999.99"))));
        refuses(item(draft("r", "u", "1000", "c")), "amount of item u 1000 does not fit");
        refuses(item(draft("r", "u", "0.001", "c")), "amount of item u 0.001 does not fit");
        refuses(item(draft("r", "u", "1", "c").withUnits(new BigDecimal("0.125"))), "units of item u 0.125");
        refuses(item(draft("r", "u", "1E+61", "c")), "with too many digits");
        refuses(item(draft("r", "u", "1" + "0".repeat(60), "c")), "with too many digits");
        refuses(item(draft("r", "u", "1" + "0".repeat(59), "c")), "0".repeat(59));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0", "\ud800", "\ud800a", "\udc00", "a\udc00"})
    void charactersThatTheStoreCannotHoldAreRefused(String text) {
        refuses(entry("a", "1", "k", text), "which the store cannot hold; remove it");
    }

    @Test
    void wholePairsFitAndWhereTheStoreHoldsEveryCharacterSoDoHalves() {
        check.check(entry("a", "1", "k", "\ud83d\ude00 \ud83d\ude00"));
        LimitCheck every = new LimitCheck(new StoreLimits(NAME, KEY, TEXT, 3, 2, false, true));
        every.check(entry("a", "no number", "k", "\0\ud800"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "01", "+1", "9223372036854775808"})
    void entryIdsThatAreNoWholeNumbersAreRefusedWhereTheyMustBe(String id) {
        refuses(entry("a", id, "k", "p"), "entry id '" + id + "'");
    }

    @Test
    void keysMustDifferInOneRegister() {
        fits(new LogicResult(List.of(draft("r", "u", "1", "c"), draft("s", "u", "1", "c")), List.of()));
        refuses(
                new LogicResult(List.of(draft("r", "u", "1", "c"), draft("r", "u", "2", "c")), List.of()),
                "two items with key 'u'");
    }

    @Test
    void callersAndContractsMustFit() {
        check.check(Actor.named("n".repeat(NAME)).because("r".repeat(TEXT)));
        check.check(new ContractId("n".repeat(NAME), "v".repeat(NAME)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(Actor.named("n".repeat(NAME + 1))))
                .withMessageContaining("caller");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(Actor.named("n").because("r".repeat(TEXT + 1))))
                .withMessageContaining("reason");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(new ContractId("n".repeat(NAME + 1), "v")))
                .withMessageContaining("name of contract");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(new ContractId("n", "v".repeat(NAME + 1))))
                .withMessageContaining("version of contract");
    }

    private void refuses(RerunRequest request, String app, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.check(request, app))
                .withMessageContaining(name);
    }

    @Test
    void requestsMustFit() {
        RerunRequest request = RerunRequest.after(NOON);
        check.check(
                request.onBehalfOf("n".repeat(NAME)).because("r".repeat(TEXT)).once("k".repeat(KEY)), "a".repeat(NAME));
        refuses(request, "a".repeat(NAME + 1), "app has 6 characters; the store holds 5 (it begins 'aaaaa')");
        refuses(request.onBehalfOf("n".repeat(NAME + 1)), "a", "requestedBy");
        refuses(request.onBehalfOf("n").because("r".repeat(TEXT + 1)), "a", "reason");
        refuses(request.once("k".repeat(KEY + 1)), "a", "idempotency key");
        refuses(RerunRequest.where(EntryQuery.where(EntryCondition.in("state", "s".repeat(TEXT)))), "a", "query has");
    }

    @Test
    void entryIdsMustFit() {
        LimitCheck texts = new LimitCheck(new StoreLimits(NAME, KEY, TEXT, 3, 2, false, false));
        texts.check(entry("a", "i".repeat(KEY), "k", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> texts.check(entry("a", "i".repeat(KEY + 1), "k", "")))
                .withMessageContaining("entry id has 11 characters");
    }

    @Test
    void diagnosticsAreCutWhereTheRoomEnds() {
        // Room for 30 characters, of which a code of one letter takes 15.
        Diagnostic whole = new Diagnostic("a", "d".repeat(15));
        assertThat(check.fitting(List.of(whole))).containsExactly(whole);
        assertThat(check.fitting(List.of(new Diagnostic("a", "d".repeat(16)))))
                .containsExactly(new Diagnostic("a", "d".repeat(15) + " ... (cut)"));
        assertThat(check.fitting(List.of(whole, whole))).containsExactly(whole);
        Diagnostic small = new Diagnostic("a", "");
        assertThat(check.fitting(List.of(small, small))).containsExactly(small);
    }
}
