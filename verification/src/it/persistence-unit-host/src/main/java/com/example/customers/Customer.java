package com.example.customers;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;

/** An entity of this host's own. */
@Entity
public class Customer {
    @Id
    private String name;

    private BigDecimal billed = BigDecimal.ZERO;

    void bill(BigDecimal amount) {
        billed = billed.add(amount);
    }
}
