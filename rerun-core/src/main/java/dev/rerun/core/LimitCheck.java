package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.StoreLimits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a store could not hold before it is written, so that the message can name the value. */
final class LimitCheck {
    private static final String CUT = " ... (cut)";

    private final StoreLimits limits;

    LimitCheck(StoreLimits limits) {
        this.limits = limits;
    }

    void check(ActivityEntry entry) {
        if (limits.numericEntryIds()) {
            try {
                if (!Long.toString(Long.parseLong(entry.id())).equals(entry.id())) {
                    throw new IllegalArgumentException("entry id '" + entry.id()
                            + "' is not written as this store returns it; give it without sign and leading zeros");
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "entry id '" + entry.id()
                                + "' does not fit; this store's entry IDs are whole numbers of 64 bits",
                        e);
            }
        }
        text(entry.app(), limits.nameLength(), "app of entry ", entry.id());
        text(entry.id(), limits.keyLength(), "entry id", "");
        text(entry.orderingKey(), limits.keyLength(), "ordering key of entry ", entry.id());
        text(entry.payload(), limits.textLength(), "payload of entry ", entry.id());
    }

    void check(Actor actor) {
        text(actor.caller(), limits.nameLength(), "caller", "");
        text(actor.reason(), limits.textLength(), "reason", "");
    }

    void check(RerunRequest request, String app) {
        text(app, limits.nameLength(), "app", "");
        text(request.requestedBy(), limits.nameLength(), "requestedBy", "");
        text(request.reason(), limits.textLength(), "reason", "");
        text(request.idempotencyKey(), limits.keyLength(), "idempotency key", "");
        text(request.query() == null ? null : request.query().toString(), limits.textLength(), "query", "");
    }

    void check(ContractId contract) {
        text(contract.name(), limits.nameLength(), "name of contract ", contract);
        text(contract.version(), limits.nameLength(), "version of contract ", contract);
    }

    void check(LogicResult result) {
        Set<ItemKey> keys = new HashSet<>();
        for (ItemDraft draft : result.items()) {
            if (!keys.add(new ItemKey(draft.register(), draft.uniqueKey()))) {
                throw new IllegalArgumentException("logic returned two items with key '" + draft.uniqueKey()
                        + "' for register '" + draft.register() + "'; give each its own key");
            }
            String key = draft.uniqueKey();
            text(draft.register(), limits.nameLength(), "register of item ", key);
            text(key, limits.keyLength(), "unique key of item ", key);
            text(draft.currency(), limits.nameLength(), "currency of item ", key);
            text(draft.refersTo(), limits.keyLength(), "reference of item ", key);
            text(draft.detail(), limits.textLength(), "detail of item ", key);
            digits(draft.amount(), "amount of item ", key);
            digits(draft.units(), "units of item ", key);
        }
    }

    /** Diagnostics are for people, so what is too long is cut rather than refused. Escaping may double a text. */
    List<Diagnostic> fitting(List<Diagnostic> diagnostics) {
        int room = limits.textLength() / 2;
        List<Diagnostic> fitting = new ArrayList<>(diagnostics.size());
        for (Diagnostic diagnostic : diagnostics) {
            int overhead = diagnostic.code().length() + CUT.length() + 4;
            if (room <= overhead) {
                break;
            }
            int most = room - overhead;
            String detail = diagnostic.detail();
            fitting.add(
                    detail.length() <= most
                            ? diagnostic
                            : new Diagnostic(diagnostic.code(), detail.substring(0, most) + CUT));
            room -= overhead + Math.min(detail.length(), most);
        }
        return fitting;
    }

    /** The name of a value is what it is and of what; it is put together only if it is told. */
    private void digits(BigDecimal value, String what, Object of) {
        int integerDigits = value.precision() - value.scale();
        if (integerDigits > limits.integerDigits() || value.scale() > limits.fractionDigits()) {
            String shown =
                    value.precision() > 60 || Math.abs(value.scale()) > 60 ? "with too many digits" : value.toString();
            throw new IllegalArgumentException(what + of + " " + shown + " does not fit; the register holds "
                    + limits.integerDigits() + " digits before and " + limits.fractionDigits()
                    + " after the decimal point, and nothing is rounded");
        }
    }

    private void text(@Nullable String value, int most, String what, Object of) {
        if (value == null) {
            return;
        }
        if (value.length() > most) {
            throw new IllegalArgumentException(what + of + " has " + value.length() + " characters; the store holds "
                    + most + " (it begins '" + value.substring(0, Math.min(40, most)) + "')");
        }
        for (int i = 0; !limits.everyCharacter() && i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == 0 || (Character.isSurrogate(character) && halfOfAPair(value, i))) {
                throw new IllegalArgumentException(what
                        + of
                        + " has the character U+%04X at index %d, which the store cannot hold; remove it"
                                .formatted((int) character, i));
            }
        }
    }

    private static boolean halfOfAPair(String text, int index) {
        char character = text.charAt(index);
        if (Character.isHighSurrogate(character)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(character)
                && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
