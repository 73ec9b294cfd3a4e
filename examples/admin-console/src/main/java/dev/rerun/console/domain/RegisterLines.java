package dev.rerun.console.domain;

import java.time.Instant;
import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The register. Rerun changes it past the persistence context, so it is read anew each time. */
public interface RegisterLines extends Repository<RegisterLine, Long> {
    @Query("select l from RegisterLine l left join fetch l.activity left join fetch l.invoice"
            + " where l.activity.id = :activity order by l.lineKey")
    List<RegisterLine> ofActivity(long activity);

    @Query("select l from RegisterLine l left join fetch l.activity left join fetch l.invoice"
            + " where l.rerunId = :rerunId order by l.bookedAt, l.lineKey limit 50")
    List<RegisterLine> firstOfRun(long rerunId);

    long countByRerunId(long rerunId);

    /** Adds up the register by contract version; what people wrote stands last. */
    @Query("select new dev.rerun.console.domain.ContractTotal("
            + "l.contract, l.contractVersion, l.madeByHand, count(l), sum(l.amount))"
            + " from RegisterLine l group by l.contract, l.contractVersion, l.madeByHand"
            + " order by l.madeByHand, l.contract desc, l.contractVersion")
    List<ContractTotal> totals();

    RegisterLine save(RegisterLine line);

    /** The customers who have lines that a contract made before an instant. */
    @Query("select distinct l.customer from RegisterLine l where not l.madeByHand and l.bookedAt < :before")
    List<String> customersBefore(Instant before);

    /** Puts a customer's lines of before an instant on an invoice. */
    @Modifying
    @Query("update RegisterLine l set l.invoice = :invoice"
            + " where l.customer = :customer and not l.madeByHand and l.bookedAt < :before")
    int putOn(Invoice invoice, String customer, Instant before);
}
