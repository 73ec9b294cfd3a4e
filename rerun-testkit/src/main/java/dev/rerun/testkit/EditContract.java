package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.entry;
import static dev.rerun.testkit.StagedItems.item;
import static dev.rerun.testkit.StagedItems.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.LostEdit;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunOptions;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Run;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Tests of {@link dev.rerun.core.spi.ArchivedItems#lostEdits}. A store on tables that cannot say what logic wrote does not
 * honour this contract. It promises:
 *
 * <ul>
 *   <li><b>A14</b> Lost edits are the archived items whose amount is another than logic wrote, with both amounts.
 *   <li><b>A15</b> Each says which amount stands there now, if any.
 *   <li><b>A16</b> They are listed by register and unique key, page by page, run by run.
 *   <li><b>A17</b> What came back into the register is not lost; when a later run takes it out, it is.
 * </ul>
 */
public interface EditContract extends StoreContract {
    /** A14. */
    @Test
    @DisplayName("A14 an item counts if a person left it with another amount than logic wrote, and no other item does")
    default void findsEdits() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        stage.process(entry);
        stage.write(
                item(entry, "as written"),
                item(entry, "down to nothing"),
                item(entry, "invoiced"),
                item(entry, "same value"),
                item(entry, "there and back"),
                item(entry, "twice"));
        edit(stage, "down to nothing", "0");
        edit(stage, "invoiced", "1");
        stage.host.invoice(APP, "R-2026-1", new ItemKey("dues", "invoiced"));
        edit(stage, "same value", "12.345000");
        edit(stage, "there and back", "-3");
        edit(stage, "there and back", "12.345");
        edit(stage, "twice", "12.346");
        edit(stage, "twice", "12.344");
        Run run = prepared(stage);
        assertThat(edits(stage, run, null, 100))
                .extracting(EditContract::said)
                .containsExactly(
                        "dues down to nothing of 1: 12.345 EUR, then 0, now none",
                        "dues twice of 1: 12.345 EUR, then 12.344, now none");
    }

    /** A14. */
    @Test
    @DisplayName("A14 what a rerun wrote is what logic wrote last")
    default void comparesWithWhatTheLastRunWrote() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        stage.process(entry);
        stage.write(item(entry, "a"), item(entry, "b"));
        Run first = prepared(stage);
        stage.write(written(entry, "dues", "a", first), written(entry, "dues", "b", first));
        stage.end(first);
        edit(stage, "b", "12.345");
        Run second = prepared(stage);
        assertThat(edits(stage, first, null, 100)).isEmpty();
        assertThat(edits(stage, second, null, 100))
                .extracting(EditContract::said)
                .containsExactly("dues b of 1: 54.3 EUR, then 12.345, now none");
    }

    /** A15. */
    @Test
    @DisplayName("A15 an edit says which amount stands under its register and key by now")
    default void saysWhatStandsThereNow() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        stage.process(entry);
        stage.write(item(entry, "a"), item(entry, "b"));
        edit(stage, "a", "1");
        edit(stage, "b", "2");
        Run run = prepared(stage);
        assertThat(edits(stage, run, null, 100)).extracting(LostEdit::now).containsExactly(null, null);
        Worker.of(stage, run).work();
        stage.write(written(entry, "dues", "a", run), written(entry, "pilotage", "b", run));
        assertThat(edits(stage, run, null, 100))
                .extracting(EditContract::said)
                .containsExactly(
                        "dues a of 1: 12.345 EUR, then 1, now 54.3", "dues b of 1: 12.345 EUR, then 2, now none");
        edit(stage, "a", "8");
        assertThat(edits(stage, run, null, 1))
                .extracting(EditContract::said)
                .containsExactly("dues a of 1: 12.345 EUR, then 1, now 8");
    }

    /** A16. */
    @Test
    @DisplayName("A16 edits are listed by register and then by unique key, in pages without gap or overlap")
    default void listsPagesOfEdits() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        stage.process(entry);
        for (String key : List.of("b", "möwe", "a", "c", "a b")) {
            for (String register : List.of("pilotage", "dues", "tugs")) {
                stage.write(inRegister(register, item(entry, key)));
                if (!key.equals("c")) {
                    stage.host.editAmount(APP, new ItemKey(register, key), BigDecimal.TEN);
                }
            }
        }
        Run run = prepared(stage);
        List<LostEdit> all = edits(stage, run, null, 100);
        assertThat(all)
                .extracting(edit -> edit.register() + " " + edit.uniqueKey())
                .containsExactly(
                        "dues a",
                        "dues a b",
                        "dues b",
                        "dues möwe",
                        "pilotage a",
                        "pilotage a b",
                        "pilotage b",
                        "pilotage möwe",
                        "tugs a",
                        "tugs a b",
                        "tugs b",
                        "tugs möwe");
        for (int size : new int[] {1, 5, 12}) {
            List<LostEdit> read = new ArrayList<>();
            List<LostEdit> page = edits(stage, run, null, size);
            while (!page.isEmpty()) {
                assertThat(page).hasSizeLessThanOrEqualTo(size);
                read.addAll(page);
                LostEdit last = page.get(page.size() - 1);
                page = edits(stage, run, new ItemKey(last.register(), last.uniqueKey()), size);
            }
            assertThat(read).isEqualTo(all);
        }
        assertThat(stage.list(transaction -> transaction.archivedItems().lostEdits(1, null, 100)))
                .isEmpty();
    }

    /** A17. */
    @Test
    @DisplayName("A17 an edit that came back is not lost, until the next run takes it out")
    default void listsWhatIsLostLater() {
        Stage stage = Stage.of(this);
        ActivityEntry entry = entry(1, NOON.plusSeconds(1));
        stage.process(entry);
        stage.write(item(entry, "a"));
        edit(stage, "a", "1");
        Run first = prepared(stage);
        assertThat(edits(stage, first, null, 100)).hasSize(1);
        stage.locked(first, transaction -> transaction.archivedItems().putBack(first));
        stage.end(first);
        assertThat(edits(stage, first, null, 100)).isEmpty();
        Run second = prepared(stage);
        assertThat(edits(stage, second, null, 100))
                .extracting(EditContract::said)
                .containsExactly("dues a of 1: 12.345 EUR, then 1, now none");
    }

    private static void edit(Stage stage, String uniqueKey, String amount) {
        stage.host.editAmount(APP, new ItemKey("dues", uniqueKey), new BigDecimal(amount));
    }

    private static RegisterItem inRegister(String register, RegisterItem item) {
        return new RegisterItem(
                register,
                item.uniqueKey(),
                item.orderingKey(),
                item.time(),
                item.amount(),
                item.currency(),
                item.units(),
                item.refersTo(),
                item.detail(),
                item.uiCreated(),
                item.entryId(),
                item.contract(),
                item.invoiceId(),
                item.rerunId());
    }

    private static Run prepared(Stage stage) {
        Run run = stage.start(1, RerunOptions.DEFAULT);
        stage.prepare(run);
        return run;
    }

    private static List<LostEdit> edits(Stage stage, Run run, @Nullable ItemKey after, int limit) {
        return stage.list(transaction -> transaction.archivedItems().lostEdits(run.id(), after, limit));
    }

    private static String said(LostEdit edit) {
        return "%s %s of %s: %s %s, then %s, now %s"
                .formatted(
                        edit.register(),
                        edit.uniqueKey(),
                        edit.entryId(),
                        plain(edit.calculated()),
                        edit.currency(),
                        plain(edit.edited()),
                        plain(edit.now()));
    }

    private static String plain(@Nullable BigDecimal amount) {
        return amount == null ? "none" : amount.stripTrailingZeros().toPlainString();
    }
}
