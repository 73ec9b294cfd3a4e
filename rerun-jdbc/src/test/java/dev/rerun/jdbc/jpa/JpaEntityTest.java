package dev.rerun.jdbc.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rerun.jdbc.jpa.Library.Audio;
import dev.rerun.jdbc.jpa.Library.Book;
import dev.rerun.jdbc.jpa.Library.Branch;
import dev.rerun.jdbc.jpa.Library.Chart;
import dev.rerun.jdbc.jpa.Library.Copy;
import dev.rerun.jdbc.jpa.Library.Counted;
import dev.rerun.jdbc.jpa.Library.Desk;
import dev.rerun.jdbc.jpa.Library.Film;
import dev.rerun.jdbc.jpa.Library.Loan;
import dev.rerun.jdbc.jpa.Library.Numbered;
import dev.rerun.jdbc.jpa.Library.Poster;
import dev.rerun.jdbc.jpa.Library.Reader;
import dev.rerun.jdbc.jpa.Library.Shelf;
import dev.rerun.jdbc.jpa.Library.Stamped;
import dev.rerun.jdbc.jpa.Library.Tagged;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpaEntityTest {
    private final JpaEntity loan = JpaEntity.of(Loan.class);

    private static void refuses(Runnable reading, String... parts) {
        assertThatIllegalArgumentException().isThrownBy(reading::run).satisfies(e -> assertThat(e.getMessage())
                .contains(parts));
    }

    @Nested
    class Tables {
        @Test
        void areCalledAsTheirAnnotationSaysAfterTheSchema() {
            assertThat(loan.table()).isEqualTo("desk.Loans");
        }

        @Test
        void areCalledAfterTheCatalogWhereThereIsNoSchema() {
            assertThat(JpaEntity.of(Shelf.class).table()).isEqualTo("halls.Shelf");
        }

        @Test
        void areCalledAsTheClassWhereNothingSaysMore() {
            assertThat(JpaEntity.of(Branch.class).table()).isEqualTo("Branch");
        }

        @Test
        void areCalledAsTheEntityWhereTheAnnotationNamesThat() {
            assertThat(JpaEntity.of(Reader.class).table()).isEqualTo("Member");
        }

        @Test
        void loseTheQuotesOfTheirNames() {
            assertThat(JpaEntity.of(Desk.class).table()).isEqualTo("order");
        }

        @Test
        void ofAHierarchyAreTheRoots() {
            assertThat(JpaEntity.of(Audio.class).table()).isEqualTo("media");
        }

        @Test
        void ofAHierarchyWithATableForEachClassAreItsOwn() {
            assertThat(JpaEntity.of(Poster.class).table()).isEqualTo("Poster");
            assertThat(JpaEntity.of(Poster.class).column("sheet")).isEqualTo("sheet_no");
        }

        @Test
        void ofAJoinedHierarchyAreRefused() {
            refuses(() -> JpaEntity.of(Film.class).table(), "Film", "two tables", "Reel");
        }
    }

    @Nested
    class Keys {
        @Test
        void areTheColumnOfTheAttributeWithTheAnnotation() {
            assertThat(loan.id()).isEqualTo("loan_no");
        }

        @Test
        void areInherited() {
            assertThat(JpaEntity.of(Audio.class).id()).isEqualTo("shelfMark");
        }

        @Test
        void mayBeReferences() {
            assertThat(JpaEntity.of(Desk.class).id()).isEqualTo("branch_code");
        }

        @Test
        void ofSeveralColumnsAreRefused() {
            refuses(() -> JpaEntity.of(Copy.class).id(), "several columns (isbn, number)", "column(attribute)");
            refuses(() -> JpaEntity.of(Chart.class).id(), "several columns (sheet)", "column(attribute)");
        }

        @Test
        void areNeeded() {
            refuses(() -> JpaEntity.of(Library.Keyless.class).id(), "Keyless", "no attribute with @Id");
        }
    }

    @Nested
    class Columns {
        @ParameterizedTest
        @CsvSource({
            "returned, returned",
            "remark, remark_text",
            "desk, desk_ref",
            "branch, branch_code",
            "reader, reader_card",
            "order, order",
            "rank, rank",
            "enteredAt, entered_at",
            "span.first, first_day",
            "span.last, until",
            "span.zone.name, zone_of_last",
            "fee.sum, sum",
            "fee.coin, fee_coin",
            "next, next_loan",
            "URL, link",
            "paid, isPaid"
        })
        void areCalledAsTheirAnnotationsSay(String attribute, String column) {
            assertThat(loan.column(attribute)).isEqualTo(column);
        }

        @ParameterizedTest
        @CsvSource({"title, name_on_back", "lent, lent", "pages, pages", "place.row, row_no", "place.board, board"})
        void areReadFromGettersWhereTheKeyIsOne(String attribute, String column) {
            assertThat(JpaEntity.of(Book.class).column(attribute)).isEqualTo(column);
        }

        @Test
        void areReadFromAFieldThatSaysSo() {
            assertThat(JpaEntity.of(Book.class).column("hidden")).isEqualTo("hidden_note");
        }

        @Test
        void areNotReadFromFieldsWhereGettersCount() {
            refuses(() -> JpaEntity.of(Book.class).column("titleText"), "no attribute 'titleText'", "title");
        }

        @Test
        void ofASuperclassMayBeCalledOtherwise() {
            assertThat(JpaEntity.of(Shelf.class).column("enteredAt")).isEqualTo("put_up");
            assertThat(JpaEntity.of(Shelf.class).column("enteredBy")).isEqualTo("builder");
        }

        @Test
        void ofAnAttributeThatIsNotKeptAreRefused() {
            refuses(() -> loan.column("draft"), "'draft'", "@Transient");
        }

        @Test
        void ofRowsThatPointBackAreRefused() {
            refuses(() -> JpaEntity.of(Branch.class).column("loans"), "'loans'", "attribute 'branch'");
            refuses(() -> loan.column("receipt"), "'receipt'", "attribute 'loan'");
        }

        @Test
        void ofManyValuesAreRefused() {
            refuses(() -> loan.column("marks"), "'marks'", "another table");
            refuses(() -> loan.column("others"), "'others'", "another table");
        }

        @Test
        void inASecondTableAreRefused() {
            refuses(() -> loan.column("scan"), "'scan'", "table scans");
        }

        @Test
        void ofReferencesWithSeveralAreRefused() {
            refuses(() -> loan.column("copy"), "'copy'", "several columns");
            refuses(() -> loan.column("chart"), "Chart", "several columns");
        }

        @Test
        void ofAnEmbeddableAreNamedOneByOne() {
            refuses(() -> loan.column("span"), "'span'", "span.first, span.last, span.zone");
        }

        @Test
        void throughAnAttributeThatIsNotEmbeddedAreRefused() {
            refuses(() -> loan.column("branch.code"), "'branch'", "is not embedded", "'branch.code'");
        }

        @Test
        void thatAreUnknownAreRefusedWithThoseThatAreThere() {
            refuses(
                    () -> JpaEntity.of(Branch.class).column("kode"),
                    "Branch has no attribute 'kode'; it has code, loans");
            refuses(() -> loan.column("span.middle"), "Span has no attribute 'middle'; it has first, last, zone");
        }
    }

    @Nested
    class Sequences {
        @Test
        void areNamedByTheGeneratorOfTheAttribute() {
            assertThat(JpaEntity.of(Numbered.class).sequence()).isEqualTo("counters.ticket_no");
        }

        @Test
        void areNamedByTheGeneratorOfTheClass() {
            assertThat(JpaEntity.of(Poster.class).sequence()).isEqualTo("print_no");
        }

        @Test
        void thatNoAnnotationNamesAreRefused() {
            refuses(() -> JpaEntity.of(Library.Left.class).sequence(), "no annotation names", "fillFromSequence");
            refuses(() -> JpaEntity.of(Library.Auto.class).sequence(), "no annotation names", "fillFromSequence");
        }

        @Test
        void ofOtherStrategiesAreRefusedWithWhatToDo() {
            refuses(() -> JpaEntity.of(Stamped.class).sequence(), "IDENTITY", "leave its column out");
            refuses(() -> JpaEntity.of(Tagged.class).sequence(), "UUID", "ItemMapping.fill");
            refuses(() -> JpaEntity.of(Library.AutoTagged.class).sequence(), "UUID", "ItemMapping.fill");
            refuses(() -> JpaEntity.of(Counted.class).sequence(), "SEQUENCE or IDENTITY");
            refuses(() -> loan.sequence(), "not generated", "ItemMapping.fill");
        }
    }

    @Nested
    class Naming {
        @Test
        void changesAllNamesButThoseInQuotes() {
            JpaEntity changed = JpaEntity.of(Loan.class, name -> "x" + name);

            assertThat(changed.table()).isEqualTo("xdesk.xLoans");
            assertThat(changed.id()).isEqualTo("xloan_no");
            assertThat(changed.column("branch")).isEqualTo("xbranch_code");
            assertThat(changed.column("order")).isEqualTo("order");
            assertThat(JpaEntity.of(Numbered.class, name -> "x" + name).sequence())
                    .isEqualTo("xcounters.xticket_no");
        }

        @ParameterizedTest
        @CsvSource({
            "visitedAt, visited_at",
            "VisitLog, visit_log",
            "line2Net, line2_net",
            "visitURL, visiturl",
            "visitURLs, visiturls",
            "URLOfVisit, urlof_visit",
            "visit_no, visit_no",
            "of.visit, of_visit",
            "itemA, itema",
            "itemA1, item_a1"
        })
        void withUnderscoresIsThatOfSpringBoot(String name, String changed) {
            assertThat(JpaEntity.UNDERSCORES.apply(name)).isEqualTo(changed);
        }
    }

    @Test
    void aClassThatIsNoEntityIsRefused() {
        refuses(() -> JpaEntity.of(String.class), "java.lang.String", "@Entity");
    }
}
