module com.example.delivery {
    requires dev.rerun.core;

    exports com.example.delivery;

    provides dev.rerun.core.spi.ContractLogic with
            com.example.delivery.DeliveryLogic;
}
