package dev.rerun.console.page;

import dev.rerun.console.domain.ContractTotal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The register's totals before and after a run, by contract, with the bars of a chart. */
public record Comparison(List<Row> rows, BigDecimal before, BigDecimal after) {
    private static final int WIDEST_BAR = 400;
    private static final int ROW_HEIGHT = 44;

    /**
     * A contract.
     *
     * @param top where its bars begin in the chart
     * @param beforeBar how wide the bar of before is
     * @param afterBar how wide the bar of after is
     */
    public record Row(String contract, BigDecimal before, BigDecimal after, int top, int beforeBar, int afterBar) {
        public BigDecimal difference() {
            return after.subtract(before);
        }
    }

    static Comparison of(List<ContractTotal> before, List<ContractTotal> after) {
        Set<String> contracts = new TreeSet<>();
        before.forEach(total -> contracts.add(total.contract()));
        after.forEach(total -> contracts.add(total.contract()));
        boolean byHand = contracts.remove(ContractTotal.BY_HAND);
        List<String> inOrder = new ArrayList<>(contracts);
        if (byHand) {
            inOrder.add(ContractTotal.BY_HAND);
        }
        BigDecimal widest = BigDecimal.ONE;
        for (String contract : inOrder) {
            widest = widest.max(amount(before, contract).abs())
                    .max(amount(after, contract).abs());
        }
        List<Row> rows = new ArrayList<>();
        for (String contract : inOrder) {
            BigDecimal was = amount(before, contract);
            BigDecimal is = amount(after, contract);
            rows.add(new Row(contract, was, is, rows.size() * ROW_HEIGHT, bar(was, widest), bar(is, widest)));
        }
        return new Comparison(rows, sum(before), sum(after));
    }

    public BigDecimal difference() {
        return after.subtract(before);
    }

    public int height() {
        return rows.size() * ROW_HEIGHT;
    }

    private static BigDecimal amount(List<ContractTotal> totals, String contract) {
        return sum(totals.stream()
                .filter(total -> total.contract().equals(contract))
                .toList());
    }

    private static BigDecimal sum(List<ContractTotal> totals) {
        return totals.stream().map(ContractTotal::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static int bar(BigDecimal amount, BigDecimal widest) {
        return amount.abs()
                .multiply(BigDecimal.valueOf(WIDEST_BAR))
                .divide(widest, 0, RoundingMode.HALF_UP)
                .intValue();
    }
}
