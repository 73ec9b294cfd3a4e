package dev.rerun.jdbc.jpa;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.AssociationOverride;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** Entities of a library, with each form of annotation that gives a name or takes one away. */
@NullUnmarked
@SuppressWarnings("UnusedVariable") // read by reflection alone
final class Library {
    private Library() {}

    @MappedSuperclass
    abstract static class Entered {
        @Column(name = "entered_at")
        Instant enteredAt;

        @ManyToOne
        Reader enteredBy;
    }

    @Entity
    @Table(schema = "desk", catalog = "town", name = "Loans")
    @SecondaryTable(name = "scans")
    static class Loan extends Entered {
        static final int LIMIT = 3;

        @Id
        @Column(name = "loan_no")
        long number;

        LocalDate returned;

        @Column(name = "remark_text")
        String remark;

        @Column(length = 3)
        int rank;

        @ManyToOne
        @JoinColumn(name = "desk_ref")
        Desk desk;

        @ManyToOne
        Branch branch;

        @OneToOne(targetEntity = Reader.class)
        @JoinColumn(referencedColumnName = "card")
        Object reader;

        @Column(name = "`order`")
        int order;

        @Embedded
        @AttributeOverride(name = "last", column = @Column(name = "until"))
        @AttributeOverride(name = "zone.name", column = @Column(name = "zone_of_last"))
        Span span;

        @AttributeOverride(name = "coin", column = @Column(name = "fee_coin"))
        Fee fee;

        @OneToOne
        @JoinColumn(name = "\"next_loan\"")
        Loan next;

        @Column(name = "link")
        String URL;

        @Column(name = "isPaid")
        boolean paid;

        @Transient
        String draft;

        transient String unkept;

        @OneToOne(mappedBy = "loan")
        Receipt receipt;

        @ElementCollection
        List<String> marks;

        @ManyToMany
        List<Loan> others;

        @Column(table = "scans")
        byte[] scan;

        @ManyToOne
        @JoinColumn(name = "copy_isbn", referencedColumnName = "isbn")
        @JoinColumn(name = "copy_number", referencedColumnName = "number")
        Copy copy;

        @ManyToOne
        Chart chart;
    }

    @Embeddable
    static class Span {
        @Column(name = "first_day")
        LocalDate first;

        LocalDate last;

        @Embedded
        @AttributeOverride(name = "name", column = @Column(name = "zone_name"))
        Zone zone;
    }

    @Embeddable
    static class Zone {
        String name;
    }

    @Embeddable
    record Fee(double sum, String coin) {}

    @Entity
    static class Receipt {
        @Id
        @OneToOne
        Loan loan;
    }

    @Entity
    static class Branch {
        @Id
        String code;

        @OneToMany(mappedBy = "branch")
        List<Loan> loans;
    }

    @Entity(name = "Member")
    static class Reader {
        @Id
        long card;
    }

    @Entity
    @Table(name = "`order`")
    static class Desk {
        @Id
        @OneToOne
        Branch branch;
    }

    @Entity
    @Table(catalog = "halls")
    @AttributeOverride(name = "enteredAt", column = @Column(name = "put_up"))
    @AssociationOverride(name = "enteredBy", joinColumns = @JoinColumn(name = "builder"))
    static class Shelf extends Entered {
        @Id
        int no;
    }

    record CopyKey(String isbn, int number) {}

    @Entity
    @IdClass(CopyKey.class)
    static class Copy {
        @Id
        String isbn;

        @Id
        int number;
    }

    @Embeddable
    record Sheet(int row, int column) {}

    @Entity
    static class Chart {
        @EmbeddedId
        Sheet sheet;
    }

    @Embeddable
    static class Place {
        private int rowHere;
        private int boardHere;

        @Column(name = "row_no")
        public int getRow() {
            return rowHere;
        }

        public int getBoard() {
            return boardHere;
        }
    }

    @Entity
    static class Book {
        private String number;
        private String titleText;
        private boolean away;

        @Access(AccessType.FIELD)
        @Column(name = "hidden_note")
        private String hidden;

        @Id
        public String getNumber() {
            return number;
        }

        @Column(name = "name_on_back")
        public String getTitle() {
            return titleText;
        }

        public boolean isLent() {
            return away;
        }

        protected int getPages() {
            return 0;
        }

        @Transient
        public String getHidden() {
            return hidden;
        }

        public Place getPlace() {
            return new Place();
        }
    }

    @Entity
    @Table(name = "media")
    static class Medium {
        @Id
        String shelfMark;
    }

    @Entity
    static class Audio extends Medium {
        int minutes;
    }

    @Entity
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    @SequenceGenerator(name = "prints", sequenceName = "print_no")
    static class Print {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "prints")
        @Column(name = "sheet_no")
        long sheet;
    }

    @Entity
    static class Poster extends Print {}

    @Entity
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Reel {
        @Id
        long no;
    }

    @Entity
    static class Film extends Reel {}

    @Entity
    static class Keyless {}

    @Entity
    static class Numbered {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "tickets")
        @SequenceGenerator(name = "others", sequenceName = "other_no")
        @SequenceGenerator(name = "tickets", schema = "counters", sequenceName = "ticket_no")
        long no;
    }

    @Entity
    static class Left {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long no;
    }

    @Entity
    static class Auto {
        @Id
        @GeneratedValue
        long no;
    }

    @Entity
    static class Stamped {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long no;
    }

    @Entity
    static class Tagged {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        UUID no;
    }

    @Entity
    static class AutoTagged {
        @Id
        @GeneratedValue
        UUID no;
    }

    @Entity
    static class Counted {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE)
        long no;
    }
}
