package dev.rerun.verification.clinic;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A line of the clinic's books. */
@Entity
@Table(schema = "clinic", name = "chargeLines")
@SequenceGenerator(name = "lines", schema = "clinic", sequenceName = "lineCounter")
public class ChargeLine extends Logged {
    enum State {
        OPEN,
        BILLED
    }

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "lines")
    private @Nullable Long lineNo;

    @ManyToOne
    @JoinColumn(name = "madeFor")
    private @Nullable HouseCall call;

    @Column(nullable = false)
    private @Nullable String book;

    @Column(nullable = false)
    private @Nullable String mark;

    @Embedded
    @AttributeOverride(name = "net", column = @Column(name = "due", precision = 12, scale = 2))
    private @Nullable Price price;

    private boolean typedIn;

    private @Nullable String tariff;

    private @Nullable String tariffEdition;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private State state = State.OPEN;

    /** The mapping does not know it. */
    private @Nullable String reminder;

    /** For the provider. */
    protected ChargeLine() {}

    /** A line that a person types in. */
    ChargeLine(Patient patient, LocalDateTime loggedAt, String mark, BigDecimal due) {
        this.patient = patient;
        this.loggedAt = loggedAt;
        this.book = Clinic.BOOK;
        this.mark = mark;
        this.price = new Price(due, Clinic.COIN);
        this.typedIn = true;
    }

    /** A line that the clinic's own program calculates. */
    ChargeLine(HouseCall call, BigDecimal due, String tariffEdition) {
        this(
                Objects.requireNonNull(call.patient),
                Clinic.local(call.visit().arrived()),
                Clinic.markOf(call.callNo()),
                due);
        this.call = call;
        this.typedIn = false;
        this.tariff = Clinic.TARIFF;
        this.tariffEdition = tariffEdition;
    }

    void bill() {
        state = State.BILLED;
    }

    void remind(String text) {
        reminder = text;
    }

    long lineNo() {
        return Objects.requireNonNull(lineNo);
    }

    String mark() {
        return Objects.requireNonNull(mark);
    }

    BigDecimal due() {
        return Objects.requireNonNull(price).net();
    }

    @Nullable
    String reminder() {
        return reminder;
    }

    boolean stays() {
        return typedIn || state == State.BILLED;
    }

    /** All that the row holds. */
    @Override
    public String toString() {
        return String.join(
                " ",
                lineNo + "/" + edition,
                book,
                mark,
                Objects.requireNonNull(patient).fileNo + "",
                loggedAt + "",
                price + "",
                typedIn + "",
                tariff + "/" + tariffEdition,
                state + "",
                reminder,
                recalculation + "",
                call == null ? "-" : call.callNo());
    }
}
