package dev.rerun.verification.clinic;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Whose charges come in a sequence. */
@Entity
@Table(schema = "clinic")
public class Patient {
    @Id
    long fileNo;

    /** For the provider. */
    protected Patient() {}

    Patient(long fileNo) {
        this.fileNo = fileNo;
    }
}
