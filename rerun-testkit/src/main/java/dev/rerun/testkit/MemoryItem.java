package dev.rerun.testkit;

import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The row of an item, in a register or in the archive, with the amount that logic wrote if that is known. */
record MemoryItem(RegisterItem item, @Nullable BigDecimal calculated) {
    /** As a person or another program writes it. */
    static MemoryItem given(RegisterItem item) {
        return new MemoryItem(item, null);
    }

    /** As logic writes it. */
    static MemoryItem written(RegisterItem item) {
        return new MemoryItem(item, item.uiCreated() ? null : item.amount());
    }

    ItemKey key() {
        return ItemKey.of(item);
    }

    boolean edited() {
        return calculated != null && calculated.compareTo(item.amount()) != 0;
    }

    /** What logic wrote is known as before. */
    MemoryItem changed(BigDecimal amount, @Nullable String invoiceId) {
        RegisterItem changed = new RegisterItem(
                item.register(),
                item.uniqueKey(),
                item.orderingKey(),
                item.time(),
                amount,
                item.currency(),
                item.units(),
                item.refersTo(),
                item.detail(),
                item.uiCreated(),
                item.entryId(),
                item.contract(),
                invoiceId,
                item.rerunId());
        return new MemoryItem(changed, calculated);
    }
}
