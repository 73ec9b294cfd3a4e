package dev.rerun.console.domain;

import org.springframework.data.repository.Repository;

/** The invoices. */
public interface Invoices extends Repository<Invoice, Long> {
    Invoice save(Invoice invoice);
}
