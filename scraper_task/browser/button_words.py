"""Labels (JavaScript regular expressions) and CSS selectors of buttons that a visit may press."""

REFUSE_COOKIES = "|".join(
    (
        r"^(?:reject|decline|refuse|deny|disagree|necessary|essential)",
        r"(?:only )?(?:necessary|essential)(?: cookies)? only|only (?:necessary|essential)",
        "continue without|reject all",
        "ablehnen|verweigern|nur (?:notwendige|essenzielle|technisch)",
        "refuser|continuer sans",
        "rechazar|solo (?:necesarias|lo necesario)",
        "rifiuta|solo necessari",
        "weigeren|alleen noodzakelijke",
        "odrzuć|odmów|odmítnout",
        "rejeitar|recusar",
        "avvisa|avslå|afvis|hylkää",
        "отклонить",
    )
)
ACCEPT_COOKIES = "|".join(
    (
        r"^(?:accept|agree|allow|ok|okay|got it|i understand|understood|continue|close|dismiss)\b",
        "accept (?:all|cookies)",
        "akzeptieren|zustimmen|einverstanden|verstanden",
        "accepter|j'accepte|tout accepter",
        "aceptar|acepto|entendido",
        "accetta|ho capito",
        "accepteren|akkoord|begrepen",
        "akceptuj|zgadzam|přijmout|souhlasím",
        "aceitar|concordo",
        "godkänn|godta|hyväksy",
        "принять|согласен",
    )
)
LOAD_MORE = "|".join(
    (
        r"^(?:load|show|view|see|display) (?:more|all)",
        "^more (?:artists|posts|items)",
        "mehr (?:laden|anzeigen)|alle anzeigen",
        "voir plus|charger plus|afficher plus",
        "(?:ver|cargar|mostrar) más",
        "(?:mostra|carica|vedi) altr",
        "meer (?:laden|tonen)|toon meer",
        "pokaż więcej|załaduj więcej|zobrazit více",
        "(?:ver|carregar|mostrar) mais",
        "visa fler|ladda fler|vis mere|vis flere|näytä lisää",
        "показать (?:ещё|еще)",
    )
)
CONSENT_BUTTONS = ", ".join(
    (
        "#onetrust-reject-all-handler",
        "#CybotCookiebotDialogBodyButtonDecline",
        "#CybotCookiebotDialogBodyLevelButtonLevelOptinDeclineAll",
        ".cky-btn-reject",
        ".cmplz-deny",
        "#cookie_action_close_header_reject",
        ".cc-deny",
        "#didomi-notice-disagree-button",
        ".iubenda-cs-reject-btn",
        "[data-cookiefirst-action=reject]",
        "#tarteaucitronAllDenied2",
        ".moove-gdpr-infobar-reject-btn",
        "[data-tid=banner-decline]",
        ".osano-cm-denyAll",
        "#onetrust-accept-btn-handler",
        ".cc-dismiss",
        ".cc-allow",
        "#cn-accept-cookie",
    )
)
CONSENT_BANNERS = ", ".join(
    (
        "[id*=cookie i]",
        "[class*=cookie i]",
        "[id*=consent i]",
        "[class*=consent i]",
        "[id*=gdpr i]",
        "[class*=gdpr i]",
        "[aria-label*=cookie i]",
        "[aria-modal=true]",
        "dialog[open]",
    )
)
